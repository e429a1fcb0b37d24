-- DropIndex
DROP INDEX "ApiKey_workspaceId_value_key";

-- AlterTable
ALTER TABLE "ApiKey" ADD COLUMN     "valueHash" TEXT;

-- CreateTable
CREATE TABLE "QuotaPeriod" (
    "id" TEXT NOT NULL,
    "planId" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "reserved" BIGINT NOT NULL,
    "extra" BIGINT NOT NULL,

    CONSTRAINT "QuotaPeriod_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "QuotaPeriod_planId_idx" ON "QuotaPeriod"("planId");

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_workspaceId_valueHash_key" ON "ApiKey"("workspaceId", "valueHash");
