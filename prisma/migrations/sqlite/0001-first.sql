-- CreateTable
CREATE TABLE "Workspace" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Api" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "draftVersion" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Resource" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "apiId" TEXT NOT NULL,
    "parentId" TEXT,
    "pathPart" TEXT,
    "path" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "Resource_apiId_fkey" FOREIGN KEY ("apiId") REFERENCES "Api" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Method" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "apiId" TEXT NOT NULL,
    "resourceId" TEXT NOT NULL,
    "httpMethod" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    CONSTRAINT "Method_apiId_fkey" FOREIGN KEY ("apiId") REFERENCES "Api" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Method_resourceId_fkey" FOREIGN KEY ("resourceId") REFERENCES "Resource" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Model" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "apiId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    CONSTRAINT "Model_apiId_fkey" FOREIGN KEY ("apiId") REFERENCES "Api" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RequestValidator" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "apiId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    CONSTRAINT "RequestValidator_apiId_fkey" FOREIGN KEY ("apiId") REFERENCES "Api" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Authorizer" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "apiId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    CONSTRAINT "Authorizer_apiId_fkey" FOREIGN KEY ("apiId") REFERENCES "Api" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "GatewayResponse" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "apiId" TEXT NOT NULL,
    "responseType" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    CONSTRAINT "GatewayResponse_apiId_fkey" FOREIGN KEY ("apiId") REFERENCES "Api" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "DocumentationPart" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "apiId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    CONSTRAINT "DocumentationPart_apiId_fkey" FOREIGN KEY ("apiId") REFERENCES "Api" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "DocumentationVersion" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "apiId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "DocumentationVersion_apiId_fkey" FOREIGN KEY ("apiId") REFERENCES "Api" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Snapshot" (
    "hash" TEXT NOT NULL PRIMARY KEY,
    "body" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Deployment" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "apiId" TEXT NOT NULL,
    "snapshotHash" TEXT NOT NULL,
    "description" TEXT,
    "version" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Deployment_apiId_fkey" FOREIGN KEY ("apiId") REFERENCES "Api" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Stage" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "apiId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "deploymentId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "Stage_apiId_fkey" FOREIGN KEY ("apiId") REFERENCES "Api" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ApiKey" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "UsagePlan" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "UsagePlanKey" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "planId" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "UsagePlanKey_planId_fkey" FOREIGN KEY ("planId") REFERENCES "UsagePlan" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "UsagePlanKey_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "ApiKey" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Usage" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "planId" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "used" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "Tag" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "arn" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT,
    "sessionVersion" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Member" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Member_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AccessKey" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "description" TEXT,
    "enabled" BOOLEAN NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "lastUsedAt" DATETIME,
    CONSTRAINT "AccessKey_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "OneTimeLink" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "tokenHash" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "userId" TEXT,
    "settings" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "usedAt" DATETIME
);

-- CreateTable
CREATE TABLE "Change" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "workspaceId" TEXT NOT NULL,
    "apiId" TEXT,
    "release" BOOLEAN NOT NULL,
    "access" BOOLEAN NOT NULL,
    "at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Revision" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "workspaceId" TEXT NOT NULL,
    "apiId" TEXT,
    "action" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "actorId" TEXT NOT NULL,
    "actorName" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "undoes" INTEGER
);

-- CreateTable
CREATE TABLE "RevisionRow" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "seq" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "model" TEXT NOT NULL,
    "rowKey" TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT,
    CONSTRAINT "RevisionRow_seq_fkey" FOREIGN KEY ("seq") REFERENCES "Revision" ("seq") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "LogEntry" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "requestId" TEXT NOT NULL,
    "apiId" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "reason" TEXT,
    "ms" REAL NOT NULL,
    "record" JSONB NOT NULL
);

-- CreateTable
CREATE TABLE "MetricPoint" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "apiId" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "canary" BOOLEAN NOT NULL,
    "minute" INTEGER NOT NULL,
    "count" BIGINT NOT NULL,
    "count4xx" BIGINT NOT NULL,
    "count5xx" BIGINT NOT NULL,
    "latency" JSONB NOT NULL,
    "integrationLatency" JSONB NOT NULL
);

-- CreateTable
CREATE TABLE "IngestBatch" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "node" TEXT NOT NULL,
    "droppedRecords" INTEGER NOT NULL,
    "droppedMetrics" INTEGER NOT NULL,
    "at" DATETIME NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "Workspace_accountId_region_key" ON "Workspace"("accountId", "region");

-- CreateIndex
CREATE INDEX "Api_workspaceId_createdAt_idx" ON "Api"("workspaceId", "createdAt");

-- CreateIndex
CREATE INDEX "Resource_parentId_idx" ON "Resource"("parentId");

-- CreateIndex
CREATE UNIQUE INDEX "Resource_apiId_path_key" ON "Resource"("apiId", "path");

-- CreateIndex
CREATE INDEX "Method_apiId_idx" ON "Method"("apiId");

-- CreateIndex
CREATE INDEX "Method_resourceId_idx" ON "Method"("resourceId");

-- CreateIndex
CREATE UNIQUE INDEX "Model_apiId_name_key" ON "Model"("apiId", "name");

-- CreateIndex
CREATE INDEX "RequestValidator_apiId_idx" ON "RequestValidator"("apiId");

-- CreateIndex
CREATE UNIQUE INDEX "Authorizer_apiId_name_key" ON "Authorizer"("apiId", "name");

-- CreateIndex
CREATE INDEX "GatewayResponse_apiId_idx" ON "GatewayResponse"("apiId");

-- CreateIndex
CREATE INDEX "DocumentationPart_apiId_idx" ON "DocumentationPart"("apiId");

-- CreateIndex
CREATE INDEX "DocumentationVersion_apiId_idx" ON "DocumentationVersion"("apiId");

-- CreateIndex
CREATE INDEX "Deployment_apiId_createdAt_idx" ON "Deployment"("apiId", "createdAt");

-- CreateIndex
CREATE INDEX "Stage_apiId_idx" ON "Stage"("apiId");

-- CreateIndex
CREATE INDEX "ApiKey_workspaceId_name_idx" ON "ApiKey"("workspaceId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_workspaceId_value_key" ON "ApiKey"("workspaceId", "value");

-- CreateIndex
CREATE INDEX "UsagePlan_workspaceId_createdAt_idx" ON "UsagePlan"("workspaceId", "createdAt");

-- CreateIndex
CREATE INDEX "UsagePlanKey_planId_idx" ON "UsagePlanKey"("planId");

-- CreateIndex
CREATE INDEX "UsagePlanKey_keyId_idx" ON "UsagePlanKey"("keyId");

-- CreateIndex
CREATE INDEX "Usage_planId_day_idx" ON "Usage"("planId", "day");

-- CreateIndex
CREATE INDEX "Tag_workspaceId_arn_idx" ON "Tag"("workspaceId", "arn");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE UNIQUE INDEX "Member_accountId_userId_key" ON "Member"("accountId", "userId");

-- CreateIndex
CREATE INDEX "AccessKey_userId_idx" ON "AccessKey"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "OneTimeLink_tokenHash_key" ON "OneTimeLink"("tokenHash");

-- CreateIndex
CREATE INDEX "Revision_workspaceId_seq_idx" ON "Revision"("workspaceId", "seq");

-- CreateIndex
CREATE INDEX "Revision_apiId_seq_idx" ON "Revision"("apiId", "seq");

-- CreateIndex
CREATE INDEX "RevisionRow_seq_position_idx" ON "RevisionRow"("seq", "position");

-- CreateIndex
CREATE INDEX "RevisionRow_rowKey_model_idx" ON "RevisionRow"("rowKey", "model");

-- CreateIndex
CREATE INDEX "LogEntry_apiId_stage_at_idx" ON "LogEntry"("apiId", "stage", "at");

-- CreateIndex
CREATE INDEX "LogEntry_requestId_idx" ON "LogEntry"("requestId");

-- CreateIndex
CREATE INDEX "LogEntry_at_idx" ON "LogEntry"("at");

-- CreateIndex
CREATE INDEX "MetricPoint_apiId_stage_minute_idx" ON "MetricPoint"("apiId", "stage", "minute");

-- CreateIndex
CREATE INDEX "IngestBatch_at_idx" ON "IngestBatch"("at");
