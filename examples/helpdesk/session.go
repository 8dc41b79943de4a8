package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
)

// sessionStore keeps who is logged in, in the side tables, so that nobody is logged out when
// the program is started again. It implements [scs.Store].
type sessionStore struct {
	db  *sql.DB
	now func() time.Time
}

// Find implements [scs.Store].
func (s sessionStore) Find(token string) (document []byte, found bool, err error) {
	return value[[]byte](context.Background(), s.db, "SELECT document FROM helpdesk_sessions WHERE token = ? AND expiry > ?", token, s.now().UnixMilli())
}

// Commit implements [scs.Store].
func (s sessionStore) Commit(token string, document []byte, expiry time.Time) error {
	_, err := s.db.Exec("DELETE FROM helpdesk_sessions WHERE expiry <= ?", s.now().UnixMilli())
	if err == nil {
		_, err = s.db.Exec("INSERT OR REPLACE INTO helpdesk_sessions (token, document, expiry) VALUES (?, ?, ?)", token, document, expiry.UnixMilli())
	}
	return err
}

// Delete implements [scs.Store].
func (s sessionStore) Delete(token string) error {
	_, err := s.db.Exec("DELETE FROM helpdesk_sessions WHERE token = ?", token)
	return err
}

const (
	sessionLife = 12 * time.Hour
	sessionIdle = 2 * time.Hour
	sessionNote = 5 * time.Minute // how often it is noted that a session is in use
)

// What a session holds.
const (
	sessionAgent = "agent" // the id of who is logged in
	sessionProof = "proof" // that the agent's password was known, and is the same still
	sessionSeen  = "seen"  // when it was in use, in seconds since 1970
)

// newSessions returns the sessions of browsers. They are kept by the digest of their token:
// who reads the database cannot pose as an agent. The idle time is not left to package scs,
// which would write to the disk at each request.
func newSessions(db *sql.DB, now func() time.Time, secure bool) *scs.SessionManager {
	m := scs.New()
	m.Store = sessionStore{db, now} // of the system's clock: the demo's travels
	m.Lifetime, m.HashTokenInStore = sessionLife, true
	m.Cookie.Name, m.Cookie.SameSite, m.Cookie.Secure = "helpdesk", http.SameSiteLaxMode, secure
	return m
}

type sessionKey struct{}

// withSession reads the session of a request. A request that was refused before has none.
func (s *server) withSession(next http.Handler) http.Handler {
	return s.sessions.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), sessionKey{}, true)))
	}))
}

// enter begins a session of an agent, under another token than before.
func (s *server) enter(w http.ResponseWriter, r *http.Request, agent string) {
	if err := s.sessions.RenewToken(r.Context()); err != nil {
		s.fail(w, r, err)
		return
	}
	s.sessions.Put(r.Context(), sessionAgent, agent)
	s.sessions.Put(r.Context(), sessionProof, s.proof(agent))
	s.sessions.Put(r.Context(), sessionSeen, s.wall().Unix())
	to := back(r)
	http.Redirect(w, r, to.String(), http.StatusSeeOther)
}

// entered returns the id of who is logged in by a session; "": nobody is, or not any more.
func (s *server) entered(r *http.Request) string {
	ctx := r.Context()
	if ctx.Value(sessionKey{}) == nil {
		return ""
	}
	id := s.sessions.GetString(ctx, sessionAgent)
	if id == "" || s.everyone() {
		return id
	}
	idle := s.wall().Sub(time.Unix(s.sessions.GetInt64(ctx, sessionSeen), 0))
	if idle > sessionIdle || !hmac.Equal([]byte(s.sessions.GetString(ctx, sessionProof)), []byte(s.proof(id))) {
		return ""
	}
	return id
}

// touch notes now and then that a session is in use.
func (s *server) touch(r *http.Request) {
	seen := time.Unix(s.sessions.GetInt64(r.Context(), sessionSeen), 0)
	if s.entered(r) != "" && s.wall().Sub(seen) > sessionNote {
		s.sessions.Put(r.Context(), sessionSeen, s.wall().Unix())
	}
}

// proof returns what a session of an agent must hold: it is another one once the password is.
func (s *server) proof(id string) string {
	mac := hmac.New(sha256.New, s.secret)
	agent, _ := s.settings.config.Agent(id)
	for _, part := range [][]byte{[]byte(id), agent.Password, []byte(s.passwordOf(id))} {
		mac.Write(part)
		mac.Write([]byte{0})
	}
	return hex.EncodeToString(mac.Sum(nil))
}

func (s *server) wall() time.Time { return s.clock.Clock.Now() }
