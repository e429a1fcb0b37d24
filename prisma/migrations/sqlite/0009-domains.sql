-- CreateTable
CREATE TABLE "Domain" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "certificate" TEXT,
    "privateKey" TEXT,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Mapping" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "domainId" TEXT NOT NULL,
    "apiId" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "basePath" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Mapping_domainId_fkey" FOREIGN KEY ("domainId") REFERENCES "Domain" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RoutingRule" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "domainId" TEXT NOT NULL,
    "apiId" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "priority" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "RoutingRule_domainId_fkey" FOREIGN KEY ("domainId") REFERENCES "Domain" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "DomainAccess" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "domainId" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "DomainAccess_domainId_fkey" FOREIGN KEY ("domainId") REFERENCES "Domain" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "Domain_workspaceId_name_idx" ON "Domain"("workspaceId", "name");

-- CreateIndex
CREATE INDEX "Domain_name_idx" ON "Domain"("name");

-- CreateIndex
CREATE INDEX "Mapping_apiId_idx" ON "Mapping"("apiId");

-- CreateIndex
CREATE UNIQUE INDEX "Mapping_domainId_basePath_key" ON "Mapping"("domainId", "basePath");

-- CreateIndex
CREATE INDEX "RoutingRule_apiId_idx" ON "RoutingRule"("apiId");

-- CreateIndex
CREATE UNIQUE INDEX "RoutingRule_domainId_priority_key" ON "RoutingRule"("domainId", "priority");

-- CreateIndex
CREATE INDEX "DomainAccess_workspaceId_idx" ON "DomainAccess"("workspaceId");

-- CreateIndex
CREATE UNIQUE INDEX "DomainAccess_domainId_source_key" ON "DomainAccess"("domainId", "source");
