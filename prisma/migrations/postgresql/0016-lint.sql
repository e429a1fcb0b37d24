-- CreateTable
CREATE TABLE "LintSettings" (
    "id" TEXT NOT NULL,
    "apiId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,

    CONSTRAINT "LintSettings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SeenPolicy" (
    "id" TEXT NOT NULL,
    "apiId" TEXT NOT NULL,
    "principalId" TEXT NOT NULL,
    "policy" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "SeenPolicy_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "LintSettings_apiId_idx" ON "LintSettings"("apiId");

-- CreateIndex
CREATE INDEX "SeenPolicy_apiId_idx" ON "SeenPolicy"("apiId");

-- AddForeignKey
ALTER TABLE "LintSettings" ADD CONSTRAINT "LintSettings_apiId_fkey" FOREIGN KEY ("apiId") REFERENCES "Api"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SeenPolicy" ADD CONSTRAINT "SeenPolicy_apiId_fkey" FOREIGN KEY ("apiId") REFERENCES "Api"("id") ON DELETE CASCADE ON UPDATE CASCADE;
