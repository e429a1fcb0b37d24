-- CreateTable
CREATE TABLE "TemplateTest" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "apiId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "TemplateTest_apiId_fkey" FOREIGN KEY ("apiId") REFERENCES "Api" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "TemplateTest_apiId_idx" ON "TemplateTest"("apiId");
