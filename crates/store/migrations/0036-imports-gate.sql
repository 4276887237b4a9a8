-- Product files are a feature with a gate of its own now, number 7: a plan of their end, and what was erased by it, is one of a
-- feature.
UPDATE sunset_plans SET kind = 'feature', subject = 7 WHERE kind = 'imports';
UPDATE erasures SET scope = 'feature', subject = 7 WHERE scope = 'imports';
