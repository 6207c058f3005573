package main

import (
	"bytes"
	"errors"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nkeys"
)

func publicKey(q question) (any, error) {
	outcome := map[string]any{
		"prefix": nkeys.Prefix(q.Text).String(),
		"valid": map[string]bool{
			"operator": nkeys.IsValidPublicOperatorKey(q.Text),
			"account":  nkeys.IsValidPublicAccountKey(q.Text),
			"user":     nkeys.IsValidPublicUserKey(q.Text),
			"server":   nkeys.IsValidPublicServerKey(q.Text),
			"cluster":  nkeys.IsValidPublicClusterKey(q.Text),
			"curve":    nkeys.IsValidPublicCurveKey(q.Text),
		},
	}
	pair, err := nkeys.FromPublicKey(q.Text)
	if err != nil {
		outcome["fromPublicKey"] = err.Error()
		return outcome, nil
	}
	canonical, err := pair.PublicKey()
	outcome["fromPublicKey"] = "ok"
	outcome["canonical"] = canonical
	return outcome, err
}

func seed(q question) (any, error) {
	pair, err := nkeys.FromSeed(q.Data)
	if err != nil {
		return nil, err
	}
	return pair.PublicKey()
}

func verify(q question) (any, error) {
	pair, err := nkeys.FromPublicKey(q.Key)
	if err != nil {
		return nil, err
	}
	return pair.Verify(q.Data, q.Nonce) == nil, nil
}

func seal(q question) (any, error) {
	pair, err := nkeys.FromSeed([]byte(q.Seed))
	if err != nil {
		return nil, err
	}
	return pair.SealWithRand(q.Data, q.Key, bytes.NewReader(q.Nonce))
}

func open(q question) (any, error) {
	pair, err := nkeys.FromSeed([]byte(q.Seed))
	if err != nil {
		return nil, err
	}
	plain, err := pair.Open(q.Data, q.Key)
	if plain == nil {
		plain = []byte{}
	}
	return plain, err
}

func creds(q question) (any, error) {
	token, err := jwt.ParseDecoratedJWT(q.Data)
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"jwt":  token,
		"key":  keyOrError(jwt.ParseDecoratedNKey(q.Data)),
		"user": keyOrError(jwt.ParseDecoratedUserNKey(q.Data)),
	}, nil
}

func keyOrError(pair nkeys.KeyPair, err error) string {
	if err != nil {
		return "refused: " + err.Error()
	}
	text, err := pair.PublicKey()
	if err != nil {
		return "refused: " + err.Error()
	}
	return text
}

func format(q question) (any, error) {
	text, err := jwt.FormatUserConfig(q.Token, q.Data)
	return string(text), err
}

func decorate(q question) (any, error) {
	if q.Token != "" {
		text, err := jwt.DecorateJWT(q.Token)
		return string(text), err
	}
	if len(q.Data) == 0 {
		return nil, errors.New("nothing to decorate")
	}
	text, err := jwt.DecorateSeed(q.Data)
	return string(text), err
}
