-- Those that run, for finding the ones whose command line died.
CREATE INDEX running_imports ON imports (created_at) WHERE state = 'running';
