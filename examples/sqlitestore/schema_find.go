package sqlitestore

// findStep finds the tickets of an assignee and the social ones without, and what people
// search for. Commits only note, by triggers, what has changed since it was taken in: stale.
// A clue is that of a user, see [socialticket.Clue]. Texts are the subjects (part 0) and
// comments of tickets; words are the words in them, by number. What was masked or taken back
// leaves the words with the commit that says so.
const findStep = `
	ALTER TABLE ticket ADD COLUMN assignee TEXT AS (coalesce(body ->> '$.assignee_id', '')) VIRTUAL;
	ALTER TABLE ticket ADD COLUMN social INTEGER AS (instr(coalesce(body -> '$.tags', ''), '"messaging_support"') > 0) VIRTUAL;
	CREATE INDEX ticket_assignee ON ticket (assignee, status, updated DESC, id);
	CREATE INDEX ticket_unassigned ON ticket (updated DESC, id) WHERE assignee = '' AND social;

	CREATE TABLE stale (
		number INTEGER PRIMARY KEY, what TEXT NOT NULL, id TEXT NOT NULL, part INTEGER NOT NULL
	) STRICT;
	CREATE TABLE clue (
		kind TEXT NOT NULL, text TEXT NOT NULL, user TEXT NOT NULL,
		PRIMARY KEY (kind, text, user)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX clue_user ON clue (user);
	CREATE TABLE text (
		number INTEGER PRIMARY KEY, ticket TEXT NOT NULL, part INTEGER NOT NULL,
		UNIQUE (ticket, part)
	) STRICT;
	CREATE VIRTUAL TABLE words USING fts5(text, tokenize='ascii');
	INSERT INTO words (words, rank) VALUES ('secure-delete', 1);

	CREATE TRIGGER conversation_new AFTER INSERT ON conversation BEGIN
		INSERT INTO stale (what, id, part) VALUES ('user', new.user, 0);
	END;
	CREATE TRIGGER conversation_changed AFTER UPDATE OF body ON conversation
	WHEN old.body -> '$.user' IS NOT new.body -> '$.user' BEGIN
		INSERT INTO stale (what, id, part) VALUES ('user', old.user, 0);
		INSERT INTO stale (what, id, part) VALUES ('user', new.user, 0);
	END;
	CREATE TRIGGER person_new AFTER INSERT ON person BEGIN
		INSERT INTO stale (what, id, part) VALUES ('user', new.id, 0);
	END;
	CREATE TRIGGER person_changed AFTER UPDATE OF body ON person BEGIN
		INSERT INTO stale (what, id, part) VALUES ('user', new.id, 0);
	END;
	CREATE TRIGGER ticket_new AFTER INSERT ON ticket WHEN new.body ->> '$.subject' <> '' BEGIN
		INSERT INTO stale (what, id, part) VALUES ('text', new.id, 0);
	END;
	CREATE TRIGGER ticket_changed AFTER UPDATE OF body ON ticket
	WHEN old.body ->> '$.subject' IS NOT new.body ->> '$.subject' BEGIN
		DELETE FROM words WHERE rowid IN (SELECT number FROM text WHERE ticket = new.id AND part = 0);
		INSERT INTO stale (what, id, part) VALUES ('text', new.id, 0);
	END;
	CREATE TRIGGER comment_new AFTER INSERT ON comment BEGIN
		INSERT INTO stale (what, id, part) VALUES ('text', new.ticket, new.number);
	END;
	CREATE TRIGGER comment_changed AFTER UPDATE OF body ON comment
	WHEN old.body -> '$.content' IS NOT new.body -> '$.content' OR old.body ->> '$.revoked_at' IS NOT new.body ->> '$.revoked_at' BEGIN
		DELETE FROM words WHERE rowid IN (SELECT number FROM text WHERE ticket = new.ticket AND part = new.number);
		INSERT INTO stale (what, id, part) VALUES ('text', new.ticket, new.number);
	END;

	INSERT INTO stale (what, id, part) SELECT DISTINCT 'user', user, 0 FROM conversation;
	INSERT INTO stale (what, id, part) SELECT 'user', id, 0 FROM person;
	INSERT INTO stale (what, id, part) SELECT 'text', id, 0 FROM ticket WHERE body ->> '$.subject' <> '';
	INSERT INTO stale (what, id, part) SELECT 'text', ticket, number FROM comment;`
