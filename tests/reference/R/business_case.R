# The business case of the shipped example (config/ips_business_case.yaml), written anew person by person and day by day: what each thing comes to with IPS and
# without it, discounted to the day of inclusion; differences from the comparator, their ratio and break-even; percentile limits and the acceptability curve on
# draws that any program can make; and the agreement on savings.
# From the jobs and persons that ips_mis_from_raw.R derived from the raw records, and the benefits in the analysis file of the last `make`.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "ips_mis_data.R"))

values <- file.path(here, "..", "values")
jobs <- read.csv(file.path(values, "ips_mis_jobs.csv"))
people <- read.csv(file.path(values, "ips_mis_persons.csv"))[c("id", "last_day", "job_obtained")]
d <- as.data.frame(haven::as_factor(haven::read_sav(file.path(ips_mis_outcomes, "persons.sav")), levels = "labels"))
people$benefits <- as.character(d$benefits)[match(people$id, d$id)]
people <- people[!is.na(people$benefits) & people$benefits != "", ]
n <- nrow(people)

month <- 365.25 / 12
factor_of <- function(days, rate) (1 + rate)^(-floor(days / 365.25))
worked <- lapply(seq_len(n), function(k) { # each calendar day in a job of known dates, once
  days <- integer(0)
  for (j in which(jobs$id == people$id[k])) {
    end <- if (jobs$status[j] == "ongoing") people$last_day[k] else jobs$end_day[j]
    if (is.na(jobs$start_day[j]) || is.na(end)) next
    end <- min(end, people$last_day[k])
    if (end >= jobs$start_day[j]) days <- union(days, max(0, jobs$start_day[j]):end)
  }
  days
})
first <- sapply(people$id, function(id) {
  starts <- jobs$start_day[jobs$id == id & !is.na(jobs$start_day)]
  if (length(starts)) min(starts) else NA
})
stopifnot(all(!is.na(first) == (people$job_obtained == "yes")))
uwv <- people$benefits == "disability benefits"
assistance <- people$benefits == "social assistance"

case <- function(comparator = 60, rate = 0.04, specialist = 240, produced = 1050) {
  sums <- function(days, r) sum(factor_of(days, r))
  programme <- sapply(people$last_day, function(last) { # 18 months are 547.875 days: the last one counts in part
    days <- 0:last
    length_of <- pmin(pmax(18 * month - days, 0), 1)
    c(sum(length_of), sum(length_of * factor_of(days, rate))) / month
  })
  work <- sapply(worked, function(days) c(length(days), sums(days, rate)) / month)
  evenly <- sapply(people$last_day, function(last) mean(factor_of(0:last, rate)))
  job <- rbind(!is.na(first), ifelse(is.na(first), 0, factor_of(first, rate)))
  one <- matrix(1, 2, n)
  none <- matrix(0, 2, n)
  other <- rbind(rep(comparator / month, n), comparator / month * evenly)
  entry <- function(pays, receives, own, without = none) list(pays = pays, receives = receives, own = own, without = without)
  times <- function(units, amounts) sweep(units, 2, amounts, `*`)
  list(
    specialist = entry("agency", "", programme * specialist),
    training = entry("agency", "", one * 30000 / n),
    intake = entry("insurer", "agency", one * 700),
    trajectory_municipality = entry("municipality", "agency", times(one, 1500 * !uwv)),
    trajectory_uwv = entry("uwv", "agency", times(one, 2000 * uwv)),
    placement = entry("uwv", "agency", times(job, 1200 * uwv)),
    usual = entry("municipality", "", none, one * 900),
    produced = entry("", "client", work * produced, other * produced),
    disability = entry("client", "uwv", times(work, 1100 * 0.7 * uwv), times(other, 1100 * 0.7 * uwv)),
    assistance = entry("client", "municipality", times(work, 950 * 0.85 * assistance), times(other, 950 * 0.85 * assistance))
  )
}
WHO <- c("agency", "municipality", "uwv", "insurer", "client", "societal")
net <- function(entries, who, without = FALSE, row = 2) { # what a perspective pays less what it receives
  total <- numeric(n)
  for (e in entries) {
    sign <- if (who == "societal") (e$pays != "") - (e$receives != "") else (e$pays == who) - (e$receives == who)
    total <- total + sign * (if (without) e$without else e$own)[row, ]
  }
  total
}
base <- case()
write_values(data.frame(
  entry = names(base),
  n = n,
  plain = sapply(base, function(e) mean(e$own[1, ])),
  discounted = sapply(base, function(e) mean(e$own[2, ])),
  total = sapply(base, function(e) sum(e$own[2, ])),
  without = sapply(base, function(e) mean(e$without[2, ]))
), "business_case_ledger")

effect <- sapply(worked, function(days) sum(factor_of(days, 0.015))) - 60 * sapply(people$last_day, function(last) mean(factor_of(0:last, 0.015)))
jobs_more <- ifelse(is.na(first), 0, factor_of(first, 0.015)) - 0.25 * sapply(people$last_day, function(last) mean(factor_of(0:last, 0.015)))
cost <- sapply(WHO, function(who) net(base, who) - net(base, who, TRUE))
even <- sapply(WHO, function(who) {
  at <- function(days) mean(net(case(days), who) - net(case(days), who, TRUE))
  if (abs(at(900) - at(0)) < 1e-6) return(NA)
  if (at(0) * at(900) > 0) return(NA)
  uniroot(at, c(0, 900), tol = 1e-12)$root
})
ratio <- function(cost, effect) if (mean(cost) > 0 && mean(effect) > 0) mean(cost) / mean(effect) else NA # else no ratio: none costs less and brings less here

REPLICATES <- 499
draws <- matrix(0, REPLICATES, n) # Park and Miller
state <- 1
for (i in seq_len(REPLICATES)) for (k in seq_len(n)) {
  state <- (state * 16807) %% 2147483647
  draws[i, k] <- floor(state / 2147483647 * n) + 1
}
sampled <- function(x) apply(draws, 1, function(who) mean(x[who]))
effects <- sampled(effect)
costs <- apply(cost, 2, sampled)
ends <- function(x) quantile(x, c(0.025, 0.975), type = 6, names = FALSE)
write_values(data.frame(
  perspective = WHO,
  n = n,
  cost = colMeans(cost),
  cost_low = apply(costs, 2, function(x) ends(x)[1]),
  cost_high = apply(costs, 2, function(x) ends(x)[2]),
  effect = mean(effect),
  effect_jobs = mean(jobs_more),
  ratio = apply(cost, 2, ratio, effect),
  ratio_jobs = apply(cost, 2, ratio, jobs_more),
  share_more_for_more = colMeans(costs > 0 & effects > 0),
  share_dominates = colMeans(costs <= 0 & effects > 0),
  break_even = even
), "business_case_differences")

WORTH <- c(0, 10, 25, 50, 75, 100, 150, 200)
curve <- expand.grid(worth = WORTH, perspective = WHO, stringsAsFactors = FALSE)
curve$share <- mapply(function(worth, who) mean(worth * effects - costs[, who] > 0), curve$worth, curve$perspective)
write_values(curve, "business_case_acceptability")

saved <- -colSums(cost)[1:5]
invested <- c(agency = 0, municipality = sum(base$trajectory_municipality$own[2, ]), uwv = sum(base$trajectory_uwv$own[2, ]), insurer = 0, client = 0)
into <- ifelse(names(saved) %in% c("municipality", "uwv"), saved + invested, 0)
pool <- sum(into)
stopifnot(pool > sum(invested))
after <- saved - into + invested + (pool - sum(invested)) * c(0.2, 0.4, 0.4, 0, 0)
write_values(data.frame(perspective = names(saved), before = saved, invested, into_pool = into, after), "business_case_shared")

what_if <- function(...) mean(net(case(...), "societal") - net(case(...), "societal", TRUE))
write_values(data.frame(
  name = c("costs.specialist", "costs.specialist", "discounting.costs", "discounting.costs", "comparator.days_worked", "comparator.days_worked", "costs.produced"),
  end = c("low", "high", "low", "high", "low", "high", "high"),
  cost = c(
    what_if(specialist = 160), what_if(specialist = 320), what_if(rate = 0), what_if(rate = 0.06), what_if(comparator = 30), what_if(comparator = 120),
    what_if(produced = 1400)
  )
), "business_case_one_way")
