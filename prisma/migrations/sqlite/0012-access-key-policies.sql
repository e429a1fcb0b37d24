-- CreateTable
CREATE TABLE "AccessKeyPolicy" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "policy" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "AccessKeyPolicy_id_fkey" FOREIGN KEY ("id") REFERENCES "AccessKey" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "AccessKeyPolicy_accountId_idx" ON "AccessKeyPolicy"("accountId");
