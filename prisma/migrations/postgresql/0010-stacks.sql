-- CreateTable
CREATE TABLE "Stack" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'CREATE_COMPLETE',
    "statusText" TEXT,
    "updatedAt" TIMESTAMP(3),

    CONSTRAINT "Stack_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StackEvent" (
    "id" TEXT NOT NULL,
    "stackId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "position" INTEGER NOT NULL,
    "logicalId" TEXT NOT NULL,
    "physicalId" TEXT,
    "type" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,

    CONSTRAINT "StackEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChangeSet" (
    "id" TEXT NOT NULL,
    "stackId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ChangeSet_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Stack_workspaceId_name_key" ON "Stack"("workspaceId", "name");

-- CreateIndex
CREATE INDEX "StackEvent_stackId_at_position_idx" ON "StackEvent"("stackId", "at", "position");

-- CreateIndex
CREATE UNIQUE INDEX "ChangeSet_stackId_name_key" ON "ChangeSet"("stackId", "name");

-- AddForeignKey
ALTER TABLE "StackEvent" ADD CONSTRAINT "StackEvent_stackId_fkey" FOREIGN KEY ("stackId") REFERENCES "Stack"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChangeSet" ADD CONSTRAINT "ChangeSet_stackId_fkey" FOREIGN KEY ("stackId") REFERENCES "Stack"("id") ON DELETE CASCADE ON UPDATE CASCADE;
