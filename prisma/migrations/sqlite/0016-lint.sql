-- CreateTable
CREATE TABLE "LintSettings" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "apiId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    CONSTRAINT "LintSettings_apiId_fkey" FOREIGN KEY ("apiId") REFERENCES "Api" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SeenPolicy" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "apiId" TEXT NOT NULL,
    "principalId" TEXT NOT NULL,
    "policy" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    CONSTRAINT "SeenPolicy_apiId_fkey" FOREIGN KEY ("apiId") REFERENCES "Api" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "LintSettings_apiId_idx" ON "LintSettings"("apiId");

-- CreateIndex
CREATE INDEX "SeenPolicy_apiId_idx" ON "SeenPolicy"("apiId");
