-- CreateTable
CREATE TABLE "TestRun" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "apiId" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "record" JSONB NOT NULL
);

-- Tests of the console move to a table of their own; requests and counters start anew, in another shape.
INSERT INTO "TestRun" ("id", "apiId", "at", "record") SELECT "requestId", "apiId", "at", "record" FROM "LogEntry" WHERE "id" LIKE 'test/%';

DROP TABLE "LogEntry";

DROP TABLE "MetricPoint";

-- CreateTable
CREATE TABLE "LogDetail" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "atMs" BIGINT NOT NULL,
    "trace" TEXT NOT NULL,
    "lines" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "LogEntry" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "apiId" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "atMs" BIGINT NOT NULL,
    "ms" REAL NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "resourcePath" TEXT,
    "status" INTEGER NOT NULL,
    "reason" TEXT,
    "deploymentId" TEXT,
    "canary" BOOLEAN NOT NULL,
    "apiKeyId" TEXT,
    "cache" TEXT,
    "integrationMs" REAL,
    "responseBytes" INTEGER NOT NULL,
    "sourceIp" TEXT NOT NULL,
    "evidence" TEXT,
    "accessLine" TEXT,
    "hasTrace" BOOLEAN NOT NULL
);

-- CreateTable
CREATE TABLE "MetricPoint" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "apiId" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "canary" BOOLEAN NOT NULL,
    "route" TEXT NOT NULL,
    "span" INTEGER NOT NULL,
    "start" INTEGER NOT NULL,
    "count" BIGINT NOT NULL,
    "count4xx" BIGINT NOT NULL,
    "count5xx" BIGINT NOT NULL,
    "cacheHits" BIGINT NOT NULL,
    "cacheMisses" BIGINT NOT NULL,
    "latency" JSONB NOT NULL,
    "integrationLatency" JSONB NOT NULL,
    "reasons" JSONB NOT NULL
);

-- CreateIndex
CREATE INDEX "LogEntry_atMs_apiId_status_idx" ON "LogEntry"("atMs", "apiId", "status");

-- CreateIndex
CREATE INDEX "LogEntry_apiId_atMs_status_idx" ON "LogEntry"("apiId", "atMs", "status");

-- CreateIndex
CREATE INDEX "MetricPoint_apiId_span_start_idx" ON "MetricPoint"("apiId", "span", "start");

-- CreateIndex
CREATE INDEX "MetricPoint_span_start_idx" ON "MetricPoint"("span", "start");

-- CreateIndex
CREATE INDEX "LogDetail_atMs_idx" ON "LogDetail"("atMs");

-- CreateIndex
CREATE INDEX "TestRun_at_idx" ON "TestRun"("at");

-- AlterTable
ALTER TABLE "IngestBatch" ADD COLUMN "droppedTraces" INTEGER NOT NULL DEFAULT 0;
