# Agreement of coders and counts of themes. Kappa and its standard error by vcd::Kappa (Fleiss, Cohen and Everitt 1969); Krippendorff's alpha
# for nominal codes from its matrix of coincidences, pair by pair. Of the shipped example (made-up segments), of tables and codings that were
# published with their results, and of made-up codings of three coders.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
suppressPackageStartupMessages(library(vcd))

kappa_of <- function(table) {
  shares <- table / sum(table)
  found <- tryCatch(Kappa(table)$Unweighted, error = function(e) c(NA, NA))
  data.frame(n = sum(table), n_agreed = sum(diag(table)), observed = sum(diag(shares)),
    expected = sum(rowSums(shares) * colSums(shares)), kappa = found[[1]], std_error = found[[2]])
}

# Codings: a list of the codes of each segment. Every ordered pair of codes of a segment of m codes counts 1 / (m - 1).
alpha_of <- function(codings) {
  codings <- Filter(function(codes) length(codes) > 1, codings)
  names <- sort(unique(unlist(codings)))
  o <- matrix(0, length(names), length(names), dimnames = list(names, names))
  for (codes in codings) {
    for (i in seq_along(codes)) for (j in seq_along(codes)) if (i != j) {
      o[codes[i], codes[j]] <- o[codes[i], codes[j]] + 1 / (length(codes) - 1)
    }
  }
  n_c <- rowSums(o)
  n <- sum(n_c)
  observed <- (n - sum(diag(o))) / n
  expected <- (n^2 - sum(n_c^2)) / (n * (n - 1))
  1 - observed / expected
}

by_segment <- function(frame) lapply(split(frame$code, frame$segment), as.character)
two <- function(first, second) {
  levels <- sort(unique(c(first, second)))
  table(factor(first, levels), factor(second, levels))
}

segments <- read.csv(file.path(here, "..", "..", "..", "data", "ips_mis", "segments_SYNTHETIC.csv"), skip = 1, colClasses = "character")
people <- read.csv(file.path(here, "..", "..", "..", "data", "ips_mis", "interviewees_SYNTHETIC.csv"), skip = 1, colClasses = "character")
segments$direction[segments$direction == ""] <- "neither"
codes <- list(theme = segments$theme, subtheme = paste(segments$theme, segments$subtheme), direction = segments$direction)
z <- qnorm(0.975)
row_of <- function(what, theme, code) {
  frame <- data.frame(segment = segments$segment, coder = segments$coder, code = code)
  wide <- merge(frame[frame$coder == "first", ], frame[frame$coder == "second", ], by = "segment")
  both <- c(by_segment(data.frame(segment = c(wide$segment, wide$segment), code = c(wide$code.x, wide$code.y))))
  found <- kappa_of(two(wide$code.x, wide$code.y))
  share <- max(table(c(wide$code.x, wide$code.y))) / (2 * nrow(wide))
  cbind(data.frame(what = what, theme = theme), found,
    conf_low = if (found$std_error > 0) max(-1, found$kappa - z * found$std_error) else NA,
    conf_high = if (found$std_error > 0) min(1, found$kappa + z * found$std_error) else NA,
    alpha = alpha_of(both), share_commonest = share)
}
rows <- lapply(names(codes), function(what) row_of(what, "", codes[[what]]))
rows <- c(rows, lapply(c("ips", "collaboration", "funding", "context", "client"), function(theme) {
  row_of("one theme", theme, ifelse(segments$theme == theme, "yes", "no"))
}))
write_values(do.call(rbind, rows), "agreement_example")

# Published with their results
cohen <- matrix(c(88, 14, 18, 10, 40, 10, 2, 6, 12), 3, byrow = TRUE)  # Cohen 1968: 0.492
fleiss <- matrix(c(75, 1, 4, 5, 4, 1, 0, 0, 10), 3, byrow = TRUE)      # Fleiss, Levin and Paik 2003, table 18.1: 0.68, error 0.087
coders <- list(
  binary = list(strsplit("0100000010", "")[[1]], strsplit("1110010000", "")[[1]]),
  nominal = list(strsplit("aabbdcccedda", "")[[1]], strsplit("babbbccceddd", "")[[1]]),
  missing = list(strsplit("123321412...", "")[[1]], strsplit("1233224125.3", "")[[1]], strsplit(".3332342251.", "")[[1]], strsplit("12332441251.", "")[[1]])
)  # Krippendorff 2011: 0.095, 0.692, 0.743
alphas <- sapply(coders, function(each) {
  alpha_of(lapply(seq_along(each[[1]]), function(k) Filter(function(code) code != ".", sapply(each, `[`, k))))
})
published <- rbind(
  cbind(data.frame(case = "cohen"), kappa_of(cohen)[c("observed", "expected", "kappa", "std_error")], alpha = NA),
  cbind(data.frame(case = "fleiss"), kappa_of(fleiss)[c("observed", "expected", "kappa", "std_error")], alpha = NA),
  data.frame(case = names(alphas), observed = NA, expected = NA, kappa = NA, std_error = NA, alpha = alphas)
)
write_values(published, "agreement_published")

# People and segments of each theme, by direction and by the group as the example shows it
counted <- segments[segments$coder == "first", ]
shown <- function(group) ifelse(group %in% c("social security institute", "health insurer"), "smaller groups together", group)
counted$group <- shown(people$stakeholder[match(counted$interviewee, people$interviewee)])
grid <- expand.grid(theme = unique(counted$theme), group = c("all", unique(shown(people$stakeholder))), direction = c("all", "facilitator", "barrier", "neither"))
grid <- do.call(rbind, lapply(seq_len(nrow(grid)), function(k) {
  key <- grid[k, ]
  of <- counted[counted$theme == key$theme & (key$group == "all" | counted$group == key$group) & (key$direction == "all" | counted$direction == key$direction), ]
  interviewed <- if (key$group == "all") nrow(people) else sum(shown(people$stakeholder) == key$group)
  cbind(key, n_persons = length(unique(of$interviewee)), n_segments = nrow(of), n_interviewed = interviewed)
}))
write_values(grid[order(grid$theme, grid$group, grid$direction), ], "theme_counts")
