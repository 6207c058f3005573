// Command go-speed measures the Go libraries of NATS the way go-speed/proofs.ts measures ours: on each line "mint N" or
// "verify N" it does that N times and answers with the nanoseconds it took.
package main

import (
	"bufio"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nkeys"
)

type issuer struct {
	account string
	signer  nkeys.KeyPair
}

func newIssuer() issuer {
	account := must(nkeys.CreateAccount())
	return issuer{must(account.PublicKey()), must(nkeys.CreateAccount())}
}

// mint makes a user's key, signs its claim for an hour under a scoped signing key and formats the creds file.
func (i issuer) mint() []byte {
	user := must(nkeys.CreateUser())
	claims := jwt.NewUserClaims(must(user.PublicKey()))
	claims.Name = "ada"
	claims.IssuerAccount = i.account
	claims.Expires = time.Now().Add(time.Hour).Unix()
	claims.UserPermissionLimits = jwt.UserPermissionLimits{}
	token := must(claims.Encode(i.signer))
	return must(jwt.FormatUserConfig(token, must(user.Seed())))
}

func main() {
	i := newIssuer()
	token := must(jwt.ParseDecoratedJWT(i.mint()))
	work := map[string]func(){
		"mint":   func() { i.mint() },
		"verify": func() { must(jwt.DecodeUserClaims(token)) },
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var name string
		var count int
		if _, err := fmt.Sscan(lines.Text(), &name, &count); err != nil || work[name] == nil {
			log.Fatalf("expected \"mint N\" or \"verify N\", got %q", lines.Text())
		}
		start := time.Now()
		for range count {
			work[name]()
		}
		fmt.Println(time.Since(start).Nanoseconds())
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
