-- CreateTable
CREATE TABLE "VpcLink" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "VpcLink_workspaceId_createdAt_idx" ON "VpcLink"("workspaceId", "createdAt");
