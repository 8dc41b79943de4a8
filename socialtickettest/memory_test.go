package socialtickettest_test

import (
	"testing"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/socialtickettest"
)

func TestMemory(t *testing.T) {
	socialtickettest.TestStore(t, socialtickettest.Config{
		New: func(*testing.T) socialticket.Store { return &memory.Store{} },
	})
}
