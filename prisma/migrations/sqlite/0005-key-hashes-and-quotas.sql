-- DropIndex
DROP INDEX "ApiKey_workspaceId_value_key";

-- AlterTable
ALTER TABLE "ApiKey" ADD COLUMN "valueHash" TEXT;

-- CreateTable
CREATE TABLE "QuotaPeriod" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "planId" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "reserved" BIGINT NOT NULL,
    "extra" BIGINT NOT NULL
);

-- CreateIndex
CREATE INDEX "QuotaPeriod_planId_idx" ON "QuotaPeriod"("planId");

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_workspaceId_valueHash_key" ON "ApiKey"("workspaceId", "valueHash");
