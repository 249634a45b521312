# The business case of the shipped example (config/ips_programme.yaml), written anew person by person and day by day: what each thing comes to with IPS and
# without it, discounted to the day of inclusion; differences from the comparator, their ratio and break-even; percentile limits and the acceptability curve on
# draws that any program can make, and net benefit; and the agreement on savings.
# From the jobs and persons that ips_mis_from_raw.R derived from the raw records, the payments that funding.R found by the words of the schemes, and the
# benefits in the analysis file of the last `make`.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "ips_mis_data.R"))

values <- file.path(here, "..", "values")
jobs <- read.csv(file.path(values, "ips_mis_jobs.csv"))
people <- read.csv(file.path(values, "ips_mis_persons.csv"))[c("id", "last_day", "job_obtained", "inclusion")]
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

# What the schemes paid for each person on its day: what surely fell due. At their most, with what is not known (from inclusion, where it has no day) and what
# can still fall due (on the day after the last one observed, as early as it can be).
paid <- read.csv(file.path(values, "funding_rows.csv"))
paid <- paid[paid$id %in% people$id, ]
at <- match(paid$id, people$id)
due <- as.integer(as.Date(ifelse(paid$due == "", NA, paid$due)) - as.Date(people$inclusion[at]))
paid$day <- ifelse(paid$status == "not_observable", people$last_day[at] + 1, ifelse(is.na(due), 0, pmax(due, 0)))
by_schemes <- function(payer, rate, statuses = "paid") {
  mine <- paid[(paid$scheme == "uwv") == (payer == "uwv") & paid$status %in% statuses, ]
  year <- pmin(floor(mine$day / 365.25), floor(max(people$last_day) / 365.25)) # what comes later is discounted no further
  money <- function(each) sapply(people$id, function(id) sum(each[mine$id == id]))
  rbind(money(mine$amount), money(mine$amount * (1 + rate)^(-year)))
}
OPEN <- c("paid", "unknown", "not_observable")
later <- function(who) { # what can still fall due after the last day observed, per person
  of <- function(payer) mean(by_schemes(payer, 0.04, "not_observable")[2, ])
  switch(who, municipality = of("municipality"), UWV = of("uwv"), agency = -of("municipality") - of("uwv"), 0)
}

# The trajectory of each, in days since inclusion.
starts <- read.csv(file.path(here, "..", "..", "..", "data", "ips_mis", "funding_SYNTHETIC.csv"), skip = 1)
start <- starts$funded_start[match(people$id, starts$id)]
day_of <- function(text) as.integer(as.Date(ifelse(text == "", NA, text)) - as.Date(people$inclusion))
begun <- ifelse(is.na(day_of(start)), 0, day_of(start))
over <- day_of(starts$trajectory_end[match(people$id, starts$id)])
write_values(data.frame(group = c("no_funded_start", "no_trajectory_end"), n = c(sum(is.na(day_of(start))), sum(is.na(over)))), "business_case_trajectories")
over <- ifelse(is.na(over), people$last_day, over)
stopifnot(all(begun >= 0), all(begun <= pmin(over, people$last_day)))

case <- function(comparator = 60, rate = 0.04, specialist = 240, produced = 1050, statuses = "paid") {
  sums <- function(days, r) sum(factor_of(days, r))
  trajectory <- sapply(seq_len(n), function(k) { # from the funded start, or inclusion where none is recorded, to the end or else the last day observed
    days <- begun[k]:min(over[k], people$last_day[k])
    length_of <- pmin(pmax(18 * month - (days - begun[k]), 0), 1) # 18 months are 547.875 days: the last one counts in part
    c(sum(length_of), sum(length_of * factor_of(days, rate))) / month
  })
  work <- sapply(worked, function(days) c(length(days), sums(days, rate)) / month)
  evenly <- sapply(people$last_day, function(last) mean(factor_of(0:last, rate)))
  job <- rbind(!is.na(first), ifelse(is.na(first), 0, factor_of(first, rate)))
  one <- matrix(1, 2, n)
  none <- matrix(0, 2, n)
  other <- rbind(rep_len(comparator / month, n), comparator / month * evenly)
  entry <- function(pays, receives, own, without = none) list(pays = pays, receives = receives, own = own, without = without)
  times <- function(units, amounts) sweep(units, 2, amounts, `*`)
  list(
    specialist = entry("agency", "", trajectory * specialist),
    training = entry("agency", "", one * 30000 / n),
    intake_hours = entry("agency", "", one * 700),
    coaching_hours = entry("agency", "", work * 100),
    intake = entry("health insurer", "agency", one * 700),
    usual_municipality = entry("municipality", "", none, times(one, 900 * !uwv)),
    usual_uwv = entry("UWV", "", none, times(one, 900 * uwv)),
    produced = entry("", "client", work * produced, other * produced),
    disability = entry("client", "UWV", times(work, 1100 * 0.7 * uwv), times(other, 1100 * 0.7 * uwv)),
    assistance = entry("client", "municipality", times(work, 950 * 0.85 * assistance), times(other, 950 * 0.85 * assistance)),
    "funding municipality" = entry("municipality", "agency", by_schemes("municipality", rate, statuses)),
    "funding UWV" = entry("UWV", "agency", by_schemes("uwv", rate, statuses))
  )
}
# The work done is the outcome: its value is money of the clients, and none of all together but in `valued`, where no outcome stands beside it.
WHO <- c("agency", "municipality", "UWV", "health insurer", "client", "societal", "valued")
net <- function(entries, who, without = FALSE, row = 2) { # what a perspective pays less what it receives
  total <- numeric(n)
  if (who == "societal") entries$produced <- NULL
  for (e in entries) {
    sign <- if (who %in% c("societal", "valued")) (e$pays != "") - (e$receives != "") else (e$pays == who) - (e$receives == who)
    total <- total + sign * (if (without) e$without else e$own)[row, ]
  }
  total
}
base <- case()
open <- case(statuses = OPEN)
write_values(data.frame(
  entry = names(base),
  n = n,
  plain = sapply(base, function(e) mean(e$own[1, ])),
  discounted = sapply(base, function(e) mean(e$own[2, ])),
  total = sapply(base, function(e) sum(e$own[2, ])),
  with_open = ifelse(sapply(open, function(e) mean(e$own[2, ])) == sapply(base, function(e) mean(e$own[2, ])), NA, sapply(open, function(e) mean(e$own[2, ]))),
  without = sapply(base, function(e) mean(e$without[2, ]))
), "business_case_ledger")

effect <- sapply(worked, function(days) sum(factor_of(days, 0.015))) - 60 * sapply(people$last_day, function(last) mean(factor_of(0:last, 0.015)))
jobs_more <- ifelse(is.na(first), 0, factor_of(first, 0.015)) - 0.25 * sapply(people$last_day, function(last) mean(factor_of(0:last, 0.015)))
cost <- sapply(WHO, function(who) net(base, who) - net(base, who, TRUE))
cost_open <- sapply(WHO, function(who) mean(net(open, who) - net(open, who, TRUE)))
even <- sapply(WHO, function(who) {
  at <- function(days) mean(net(case(days), who) - net(case(days), who, TRUE))
  if (abs(at(900) - at(0)) < 1e-6) return(NA)
  if (at(0) * at(900) > 0) return(NA)
  uniroot(at, c(0, 900), tol = 1e-12)$root
})
ratio <- function(cost, effect) if (mean(cost) > 0 && mean(effect) > 0) mean(cost) / mean(effect) else NA # else no ratio: none costs less and brings less here
twice <- WHO %in% c("client", "valued") # the same work would be in the cost and in the outcome
# Each of both pays for its own clients alone; UWV also for the job coaching, at no stated price, of the municipality's clients whose funding began in 2014 or may
# have begun then.
in_2014 <- start == "" | start <= "2014-12-31"
concerned <- sapply(WHO, function(who) switch(who, municipality = sum(!uwv), UWV = sum(uwv), n))
unpriced <- sapply(WHO, function(who) if (who == "UWV") sum(!uwv & in_2014) else 0)
margin <- sapply(WHO, function(who) { # what it receives from others is more than what it pays; benefits that are not paid are no receipts
  sum(sapply(base[setdiff(names(base), c("disability", "assistance"))], function(e) ((e$pays == who) - (e$receives == who)) * sum(e$own[2, ]))) < 0
})
apart <- twice | concerned < n | margin # and its cost is not set beside everybody's outcome
beside <- function(x) ifelse(apart, NA, x)
below <- sapply(WHO, function(who) { # whether it costs less with IPS where fewer days than at the break-even are worked without it
  at <- function(days) mean(net(case(days), who) - net(case(days), who, TRUE))
  if (is.na(even[who])) NA else at(even[who] / 2) < 0
})

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
  perspective = sub("valued", "societal", WHO),
  value_of_work = c("none", "none", "none", "none", "counted", "left_out", "counted"),
  n = n,
  n_concerned = concerned,
  n_unpriced = unpriced,
  still_due = sapply(WHO, later),
  cost = colMeans(cost),
  cost_low = apply(costs, 2, function(x) ends(x)[1]),
  cost_high = apply(costs, 2, function(x) ends(x)[2]),
  cost_with_open = ifelse(abs(cost_open - colMeans(cost)) < 1e-9, NA, cost_open),
  effect = mean(effect),
  effect_jobs = mean(jobs_more),
  ratio = beside(apply(cost, 2, ratio, effect)),
  ratio_jobs = beside(apply(cost, 2, ratio, jobs_more)),
  share_cheaper = colMeans(costs < 0),
  share_more_for_more = beside(colMeans(costs > 0 & effects > 0)),
  share_dominates = beside(colMeans(costs <= 0 & effects > 0)),
  break_even = even,
  below = as.integer(below)
), "business_case_differences")

WORTH <- c(0, 10, 25, 50, 75, 100, 150, 200)
curve <- expand.grid(worth = WORTH, perspective = WHO[!apart], stringsAsFactors = FALSE)
gain <- function(worth, who) worth * effects - costs[, who]
curve$share <- mapply(function(worth, who) mean(gain(worth, who) > 0), curve$worth, curve$perspective)
curve$net_benefit <- mapply(function(worth, who) mean(worth * effect - cost[, who]), curve$worth, curve$perspective)
curve$net_benefit_low <- mapply(function(worth, who) ends(gain(worth, who))[1], curve$worth, curve$perspective)
curve$net_benefit_high <- mapply(function(worth, who) ends(gain(worth, who))[2], curve$worth, curve$perspective)
write_values(curve, "business_case_acceptability")

# Who invests is repaid first; the insurer's intake stands for the payments of a scheme that states no price.
by_funding <- c("funding municipality", "funding UWV", "intake")
invested <- sapply(by_funding, function(name) base[[name]]$own[2, ])
invested_open <- sapply(by_funding, function(name) open[[name]]$own[2, ])
open_of <- sapply(WHO, function(who) net(open, who) - net(open, who, TRUE))
agreed <- function(who, cost, invested) { # of some persons, some of them more than once: saved before, and after the agreement
  saved <- -colSums(cost[who, ])[1:5]
  paid <- c(agency = 0, municipality = sum(invested[who, 1]), UWV = sum(invested[who, 2]), "health insurer" = sum(invested[who, 3]), client = 0)
  into <- ifelse(names(saved) %in% c("municipality", "UWV"), saved + paid, 0)
  pool <- sum(into)
  back <- min(max(pool, 0), sum(paid))
  after <- saved - into + back * paid / sum(paid) + max(pool - back, 0) * c(0.2, 0.4, 0.4, 0, 0)
  after["agency"] <- after["agency"] - max(-pool, 0)
  rbind(saved, paid, into, after)
}
one <- agreed(seq_len(n), cost, invested)
most <- agreed(seq_len(n), open_of, invested_open)
many <- apply(draws, 1, function(who) agreed(who, cost, invested)[c("saved", "after"), ], simplify = FALSE)
other <- function(row) ifelse(abs(most[row, ] - one[row, ]) < 1e-6, NA, most[row, ])
of_all <- function(row, end) sapply(colnames(one), function(who) ends(sapply(many, function(x) x[row, who]))[end])
write_values(data.frame(
  perspective = colnames(one), before = one["saved", ], invested = one["paid", ], into_pool = one["into", ], after = one["after", ],
  before_low = of_all("saved", 1), before_high = of_all("saved", 2), after_low = of_all("after", 1), after_high = of_all("after", 2),
  invested_with_open = other("paid"), after_with_open = other("after"), still_due = 0 - n * sapply(colnames(one), later)
), "business_case_shared")

most <- sapply(seq_len(n), function(k) { # days that jobs of unknown dates can add at most: from inclusion where no start is known, to the end of follow-up
  days <- worked[[k]]
  for (j in which(jobs$id == people$id[k])) {
    start <- if (is.na(jobs$start_day[j])) 0 else max(0, jobs$start_day[j])
    end <- if (jobs$status[j] == "ongoing" || is.na(jobs$end_day[j])) people$last_day[k] else min(jobs$end_day[j], people$last_day[k])
    if (end >= start) days <- union(days, start:end)
  }
  length(days) - length(worked[[k]])
})
partly <- sapply(people$id, function(id) any(jobs$id == id & (is.na(jobs$start_day) | (jobs$status != "ongoing" & is.na(jobs$end_day)))))
write_values(data.frame(group = "partly_known", n = sum(partly), days = mean(most)), "business_case_partly")

what_if <- function(..., who = "societal") mean(net(case(...), who) - net(case(...), who, TRUE))
write_values(data.frame(
  kind = c(rep("one_way", 6), rep("valued", 2)),
  name = c("costs.specialist", "costs.specialist", "discounting.costs", "discounting.costs", "comparator.days_worked", "comparator.days_worked", "costs.produced", "costs.produced"),
  end = c("low", "high", "low", "high", "low", "high", "low", "high"),
  cost = c(
    what_if(specialist = 160), what_if(specialist = 320), what_if(rate = 0), what_if(rate = 0.06), what_if(comparator = 30), what_if(comparator = 120),
    what_if(produced = 700, who = "valued"), what_if(produced = 1400, who = "valued")
  )
), "business_case_one_way")

score <- d$mhi5[match(people$id, d$id)] # a number of the records as what a cost is per: who has none is left out
evenly <- sapply(people$last_day, function(last) mean(factor_of(0:last, 0.04)))
write_values(data.frame(
  entry = "care", n = sum(!is.na(score)), plain = mean(3 * score, na.rm = TRUE), discounted = mean(3 * score * evenly, na.rm = TRUE),
  total = sum(3 * score * evenly, na.rm = TRUE)
), "business_case_numbers")

days <- ifelse(uwv, 80, ifelse(assistance, 45, 60)) # other days without IPS by benefit
write_values(data.frame(
  perspective = sub("valued", "societal", WHO),
  value_of_work = c("none", "none", "none", "none", "counted", "left_out", "counted"),
  cost = sapply(WHO, function(who) what_if(days, who = who)),
  effect = mean(effect) + mean((60 - days) * sapply(people$last_day, function(last) mean(factor_of(0:last, 0.015))))
), "business_case_by_level")
