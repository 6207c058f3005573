import { K8sConfigError } from "../errors.js";

/**
 * The chart's name for everything of a release: `shop` gives `shop-nats`, and its pods are `shop-nats-0` and so on.
 *
 * @throws K8sConfigError `ERR_RELEASE_INVALID`
 * @see https://github.com/nats-io/k8s/blob/main/helm/charts/nats/templates/_helpers.tpl
 */
export function releaseFullName(release: string): string {
  // Helm's own rule, less the dots, which a pod's host name can't have.
  if (!/^[a-z0-9](?:[-a-z0-9]{0,51}[a-z0-9])?$/.test(release)) {
    const name = JSON.stringify(release.slice(0, 80));
    throw new K8sConfigError(
      "ERR_RELEASE_INVALID",
      `${name} is no name of a Helm release; expected a lower-case DNS label of at most 53 characters such as "nats"`,
    );
  }
  return release.includes("nats") ? release : `${release}-nats`;
}
