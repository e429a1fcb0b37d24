-- CreateTable
CREATE TABLE "Stack" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'CREATE_COMPLETE',
    "statusText" TEXT,
    "updatedAt" DATETIME
);

-- CreateTable
CREATE TABLE "StackEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "stackId" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "position" INTEGER NOT NULL,
    "logicalId" TEXT NOT NULL,
    "physicalId" TEXT,
    "type" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    CONSTRAINT "StackEvent_stackId_fkey" FOREIGN KEY ("stackId") REFERENCES "Stack" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ChangeSet" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "stackId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "ChangeSet_stackId_fkey" FOREIGN KEY ("stackId") REFERENCES "Stack" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "Stack_workspaceId_name_key" ON "Stack"("workspaceId", "name");

-- CreateIndex
CREATE INDEX "StackEvent_stackId_at_position_idx" ON "StackEvent"("stackId", "at", "position");

-- CreateIndex
CREATE UNIQUE INDEX "ChangeSet_stackId_name_key" ON "ChangeSet"("stackId", "name");
