-- CreateTable
CREATE TABLE "VpcLink" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "VpcLink_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "VpcLink_workspaceId_createdAt_idx" ON "VpcLink"("workspaceId", "createdAt");
