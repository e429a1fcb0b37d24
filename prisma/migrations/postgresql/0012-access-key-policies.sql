-- CreateTable
CREATE TABLE "AccessKeyPolicy" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "policy" TEXT NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "AccessKeyPolicy_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AccessKeyPolicy_accountId_idx" ON "AccessKeyPolicy"("accountId");

-- AddForeignKey
ALTER TABLE "AccessKeyPolicy" ADD CONSTRAINT "AccessKeyPolicy_id_fkey" FOREIGN KEY ("id") REFERENCES "AccessKey"("id") ON DELETE CASCADE ON UPDATE CASCADE;
