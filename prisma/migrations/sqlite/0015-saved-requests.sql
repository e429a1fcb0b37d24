-- CreateTable
CREATE TABLE "SavedRequest" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "apiId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "SavedRequest_apiId_fkey" FOREIGN KEY ("apiId") REFERENCES "Api" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Suite" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "apiId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Suite_apiId_fkey" FOREIGN KEY ("apiId") REFERENCES "Api" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "SavedRequest_apiId_idx" ON "SavedRequest"("apiId");

-- CreateIndex
CREATE INDEX "Suite_apiId_idx" ON "Suite"("apiId");
