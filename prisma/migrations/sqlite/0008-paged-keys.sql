-- DropIndex
DROP INDEX "UsagePlanKey_planId_idx";

-- CreateIndex
CREATE INDEX "ApiKey_workspaceId_createdAt_id_name_idx" ON "ApiKey"("workspaceId", "createdAt" DESC, "id", "name");

-- CreateIndex
CREATE INDEX "UsagePlanKey_planId_createdAt_id_idx" ON "UsagePlanKey"("planId", "createdAt" DESC, "id");

-- CreateIndex
CREATE INDEX "Usage_keyId_day_idx" ON "Usage"("keyId", "day");
