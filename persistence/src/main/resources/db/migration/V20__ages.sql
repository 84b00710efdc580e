-- Old rows are looked for by their age. Room that they leave is used again, so that in the long run every block range of a BRIN
-- index began with something old: each batch that was forgotten then read the table from its beginning.
DROP INDEX inbox_by_age;
CREATE INDEX inbox_by_age ON inbox (seen_at);
DROP INDEX timeline_by_age;
CREATE INDEX timeline_by_age ON timeline (at);
DROP INDEX webhook_message_by_age;
CREATE INDEX webhook_message_by_age ON webhook_message (created_at);
DROP INDEX webhook_delivery_by_age;
CREATE INDEX webhook_delivery_by_age ON webhook_delivery (created_at);
