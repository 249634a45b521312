# Power of comparing two shares and two means, and persons needed, by R's own power.prop.test and power.t.test (equal groups).
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
shares <- expand.grid(n = c(20, 51, 150, 400), first = c(0.1, 0.3, 0.46, 0.6), second = c(0.2, 0.37, 0.55, 0.75), level = c(0.9, 0.95, 0.99))
shares <- shares[shares$first != shares$second, ]
shares$power <- mapply(function(n, p, q, level) power.prop.test(n, p, q, 1 - level)$power, shares$n, shares$first, shares$second, shares$level)
shares$needed <- mapply(
  function(p, q, level) ceiling(power.prop.test(p1 = p, p2 = q, sig.level = 1 - level, power = 0.8, tol = 1e-10)$n),
  shares$first, shares$second, shares$level
)
write_values(shares, "power_shares")
means <- expand.grid(n = c(10, 23, 60, 200), ratio = c(1.2, 1.5, 2, 3), sd = c(0.8, 1.3), level = c(0.9, 0.95))
means$power <- mapply(
  function(n, r, sd, level) power.t.test(n, log(r), sd, 1 - level, strict = FALSE)$power, means$n, means$ratio, means$sd, means$level
)
write_values(means, "power_means")
