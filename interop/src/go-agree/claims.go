package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nkeys"
)

func emptyClaims(kind string) jwt.Claims {
	switch kind {
	case jwt.OperatorClaim:
		return &jwt.OperatorClaims{}
	case jwt.AccountClaim:
		return &jwt.AccountClaims{}
	case jwt.UserClaim:
		return &jwt.UserClaims{}
	case jwt.ActivationClaim:
		return &jwt.ActivationClaims{}
	case jwt.AuthorizationRequestClaim:
		return &jwt.AuthorizationRequestClaims{}
	case jwt.AuthorizationResponseClaim:
		return &jwt.AuthorizationResponseClaims{}
	default:
		return &jwt.GenericClaims{}
	}
}

func claimsOf(kind, text string) (jwt.Claims, error) {
	claims := emptyClaims(kind)
	return claims, json.Unmarshal([]byte(text), claims)
}

// A few claims can be read, but not written; that is no refusal of theirs.
func asText(value any) (any, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, nil
	}
	return string(text), nil
}

func encode(q question) (any, error) {
	claims, err := claimsOf(q.Kind, q.Claims)
	if err != nil {
		return nil, err
	}
	signer, err := nkeys.FromSeed([]byte(q.Seed))
	if err != nil {
		return nil, err
	}
	token, err := claims.Encode(signer)
	if err != nil {
		return nil, err
	}
	return map[string]any{"token": token, "iat": claims.Claims().IssuedAt}, nil
}

func load(q question) (any, error) {
	claims, err := claimsOf(q.Kind, q.Claims)
	if err != nil {
		return nil, err
	}
	return asText(claims)
}

type issue struct {
	Description string `json:"description"`
	Blocking    bool   `json:"blocking"`
	TimeCheck   bool   `json:"timeCheck"`
}

func issuesOf(results *jwt.ValidationResults) []issue {
	issues := make([]issue, 0, len(results.Issues))
	for _, found := range results.Issues {
		issues = append(issues, issue{found.Description, found.Blocking, found.TimeCheck})
	}
	return issues
}

func validate(q question) (any, error) {
	claims, err := claimsOf(q.Kind, q.Claims)
	if err != nil {
		return nil, err
	}
	results := jwt.CreateValidationResults()
	claims.Validate(results)
	return issuesOf(results), nil
}

func decode(q question) (any, error) {
	claims, err := jwt.Decode(q.Token)
	if err != nil {
		return nil, err
	}
	return asText(claims)
}

func decodeGeneric(q question) (any, error) {
	claims, err := jwt.DecodeGeneric(q.Token)
	if err != nil {
		return nil, err
	}
	return asText(claims)
}

func didSign(q question) (any, error) {
	issuer, err := claimsOf(q.Kind, q.Claims)
	if err != nil {
		return nil, err
	}
	issued, err := claimsOf(q.Text, q.Other)
	if err != nil {
		return nil, err
	}
	switch by := issuer.(type) {
	case *jwt.OperatorClaims:
		return by.DidSign(issued), nil
	case *jwt.AccountClaims:
		return by.DidSign(issued), nil
	}
	return nil, fmt.Errorf("%s signs nothing", q.Kind)
}

func scoped(q question) (any, error) {
	claims, err := claimsOf(jwt.UserClaim, q.Claims)
	if err != nil {
		return nil, err
	}
	scope := jwt.NewUserScope()
	scope.Key = q.Key
	outcome := "ok"
	if err := scope.ValidateScopedSigner(claims); err != nil {
		outcome = err.Error()
	}
	return map[string]any{"empty": claims.(*jwt.UserClaims).HasEmptyPermissions(), "signer": outcome}, nil
}

func subject(q question) (any, error) {
	one := jwt.Subject(q.Text)
	results := jwt.CreateValidationResults()
	one.Validate(results)
	return map[string]any{
		"issues":    issuesOf(results),
		"wildcards": one.HasWildCards(),
		"contained": one.IsContainedIn(jwt.Subject(q.From)),
	}, nil
}

func renaming(q question) (any, error) {
	to := jwt.RenamingSubject(q.Text)
	results := jwt.CreateValidationResults()
	to.Validate(jwt.Subject(q.From), results)
	return map[string]any{"issues": issuesOf(results), "subject": to.ToSubject()}, nil
}

func hashID(q question) (any, error) {
	claims, err := claimsOf(jwt.ActivationClaim, q.Claims)
	if err != nil {
		return nil, err
	}
	return claims.(*jwt.ActivationClaims).HashID()
}

// Steps are "key@seconds" or "compact"; then a user's claim issued at q.Seconds is judged.
func revocations(q question) (any, error) {
	account := jwt.NewAccountClaims("A")
	account.Revocations = jwt.RevocationList{}
	deleted := map[string]int64{}
	for i := 0; i+1 < len(q.Steps); i += 2 {
		if q.Steps[i] == "compact" {
			for _, entry := range account.Revocations.MaybeCompact() {
				deleted[entry.PublicKey] = entry.TimeStamp
			}
			continue
		}
		at, err := strconv.ParseInt(q.Steps[i+1], 10, 64)
		if err != nil {
			return nil, err
		}
		account.RevokeAt(q.Steps[i], time.Unix(at, 0))
	}
	user := &jwt.UserClaims{ClaimsData: jwt.ClaimsData{Subject: q.Key, IssuedAt: q.Seconds}}
	return map[string]any{
		"list":    account.Revocations,
		"deleted": deleted,
		"revoked": account.IsClaimRevoked(user),
	}, nil
}

func quote(q question) (any, error) {
	return strconv.Quote(q.Text), nil
}

func newClaims(q question) (any, error) {
	switch q.Kind {
	case jwt.OperatorClaim:
		claims := jwt.NewOperatorClaims(q.Key)
		claims.Tags.Add(q.Steps...)
		return asText(claims)
	case jwt.AccountClaim:
		claims := jwt.NewAccountClaims(q.Key)
		claims.Tags.Add(q.Steps...)
		return asText(claims)
	case jwt.UserClaim:
		claims := jwt.NewUserClaims(q.Key)
		claims.Tags.Add(q.Steps...)
		return asText(claims)
	default:
		claims := jwt.NewActivationClaims(q.Key)
		claims.Tags.Add(q.Steps...)
		return asText(claims)
	}
}

// The expiry is counted from a clock of its own, which may be a second ahead of the one of the issue time.
func issueUser(q question) (any, error) {
	signer, err := nkeys.FromSeed([]byte(q.Seed))
	if err != nil {
		return nil, err
	}
	for {
		token, err := jwt.IssueUserJWT(signer, q.Other, q.Key, q.Text, time.Duration(q.Seconds)*time.Second, q.Steps...)
		if err != nil {
			return nil, err
		}
		claims, err := jwt.DecodeUserClaims(token)
		if err != nil {
			return nil, err
		}
		if q.Seconds == 0 || claims.Expires == claims.IssuedAt+q.Seconds {
			return map[string]any{"token": token, "iat": claims.IssuedAt}, nil
		}
	}
}
