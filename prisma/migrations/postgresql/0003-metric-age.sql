-- CreateIndex
CREATE INDEX "MetricPoint_minute_idx" ON "MetricPoint"("minute");
