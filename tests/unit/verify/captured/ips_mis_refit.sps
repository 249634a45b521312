* Individual Placement and Support with a multifaceted implementation strategy (synthetic records).
* The regressions estimated anew from data.sav, in SPSS or in PSPP; it holds no estimate itself.
* In PSPP, in this folder: pspp -O format=csv -o refit_pspp.csv refit.sps.
* Kaplan-Meier curves and other regressions stand in refit_spss_only.sps, as PSPP has no commands for them.

GET FILE='data.sav'.
SET FORMAT=F24.10.
SET TVARS=NAMES.

* For each level that is compared with a reference: 1 at this level, 0 at another.
COMPUTE experience_2 = (experience = 2).
VARIABLE LABELS experience_2 'experience: second half'.
COMPUTE sex_2 = (sex = 2).
VARIABLE LABELS sex_2 'sex: male'.
COMPUTE education_2 = (education = 2).
VARIABLE LABELS education_2 'education: high'.
COMPUTE worked_past_5_years_2 = (worked_past_5_years = 1).
VARIABLE LABELS worked_past_5_years_2 'worked_past_5_years: yes'.
COMPUTE funding_2 = (funding = 2).
VARIABLE LABELS funding_2 'funding: UWV'.
EXECUTE.

* job_obtained, experience: crude.
ECHO 'MODEL job_obtained | experience | crude'.
TEMPORARY.
SELECT IF (NOT MISSING(job_obtained)).
SELECT IF (NOT MISSING(experience)).
LOGISTIC REGRESSION VARIABLES = job_obtained WITH experience_2
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(95).

* job_obtained, experience: crude, on the persons of the adjusted model.
ECHO 'MODEL job_obtained | experience | crude_on_adjusted_rows'.
TEMPORARY.
SELECT IF (NOT MISSING(job_obtained)).
SELECT IF (NOT MISSING(experience)).
SELECT IF (NOT MISSING(sex)).
SELECT IF (NOT MISSING(age)).
SELECT IF (NOT MISSING(education)).
SELECT IF (NOT MISSING(worked_past_5_years)).
SELECT IF (NOT MISSING(mhi5)).
LOGISTIC REGRESSION VARIABLES = job_obtained WITH experience_2
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(95).

* job_obtained, experience: adjusted.
ECHO 'MODEL job_obtained | experience | adjusted'.
TEMPORARY.
SELECT IF (NOT MISSING(job_obtained)).
SELECT IF (NOT MISSING(experience)).
SELECT IF (NOT MISSING(sex)).
SELECT IF (NOT MISSING(age)).
SELECT IF (NOT MISSING(education)).
SELECT IF (NOT MISSING(worked_past_5_years)).
SELECT IF (NOT MISSING(mhi5)).
LOGISTIC REGRESSION VARIABLES = job_obtained WITH experience_2 sex_2 age education_2 worked_past_5_years_2 mhi5
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(95).

* job_obtained, experience: without the other exposures, on the persons of the model with all exposures.
ECHO 'MODEL job_obtained | experience | alone_on_mutual_rows'.
TEMPORARY.
SELECT IF (NOT MISSING(job_obtained)).
SELECT IF (NOT MISSING(experience)).
SELECT IF (NOT MISSING(sex)).
SELECT IF (NOT MISSING(age)).
SELECT IF (NOT MISSING(education)).
SELECT IF (NOT MISSING(worked_past_5_years)).
SELECT IF (NOT MISSING(mhi5)).
SELECT IF (NOT MISSING(funding)).
LOGISTIC REGRESSION VARIABLES = job_obtained WITH experience_2 sex_2 age education_2 worked_past_5_years_2 mhi5
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(95).

* job_obtained, experience: adjusted for the confounders and the other exposures.
ECHO 'MODEL job_obtained | experience | mutual'.
TEMPORARY.
SELECT IF (NOT MISSING(job_obtained)).
SELECT IF (NOT MISSING(experience)).
SELECT IF (NOT MISSING(sex)).
SELECT IF (NOT MISSING(age)).
SELECT IF (NOT MISSING(education)).
SELECT IF (NOT MISSING(worked_past_5_years)).
SELECT IF (NOT MISSING(mhi5)).
SELECT IF (NOT MISSING(funding)).
LOGISTIC REGRESSION VARIABLES = job_obtained WITH experience_2 sex_2 age education_2 worked_past_5_years_2 mhi5 funding_2
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(95).

* job_obtained, funding: crude.
ECHO 'MODEL job_obtained | funding | crude'.
TEMPORARY.
SELECT IF (NOT MISSING(job_obtained)).
SELECT IF (NOT MISSING(funding)).
LOGISTIC REGRESSION VARIABLES = job_obtained WITH funding_2
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(95).

* job_obtained, funding: crude, on the persons of the adjusted model.
ECHO 'MODEL job_obtained | funding | crude_on_adjusted_rows'.
TEMPORARY.
SELECT IF (NOT MISSING(job_obtained)).
SELECT IF (NOT MISSING(funding)).
SELECT IF (NOT MISSING(sex)).
SELECT IF (NOT MISSING(age)).
SELECT IF (NOT MISSING(education)).
SELECT IF (NOT MISSING(worked_past_5_years)).
SELECT IF (NOT MISSING(mhi5)).
LOGISTIC REGRESSION VARIABLES = job_obtained WITH funding_2
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(95).

* job_obtained, funding: adjusted.
ECHO 'MODEL job_obtained | funding | adjusted'.
TEMPORARY.
SELECT IF (NOT MISSING(job_obtained)).
SELECT IF (NOT MISSING(funding)).
SELECT IF (NOT MISSING(sex)).
SELECT IF (NOT MISSING(age)).
SELECT IF (NOT MISSING(education)).
SELECT IF (NOT MISSING(worked_past_5_years)).
SELECT IF (NOT MISSING(mhi5)).
LOGISTIC REGRESSION VARIABLES = job_obtained WITH funding_2 sex_2 age education_2 worked_past_5_years_2 mhi5
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(95).

* job_obtained, funding: without the other exposures, on the persons of the model with all exposures.
ECHO 'MODEL job_obtained | funding | alone_on_mutual_rows'.
TEMPORARY.
SELECT IF (NOT MISSING(job_obtained)).
SELECT IF (NOT MISSING(funding)).
SELECT IF (NOT MISSING(sex)).
SELECT IF (NOT MISSING(age)).
SELECT IF (NOT MISSING(education)).
SELECT IF (NOT MISSING(worked_past_5_years)).
SELECT IF (NOT MISSING(mhi5)).
SELECT IF (NOT MISSING(experience)).
LOGISTIC REGRESSION VARIABLES = job_obtained WITH funding_2 sex_2 age education_2 worked_past_5_years_2 mhi5
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(95).

* job_obtained, funding: adjusted for the confounders and the other exposures.
ECHO 'MODEL job_obtained | funding | mutual'.
TEMPORARY.
SELECT IF (NOT MISSING(job_obtained)).
SELECT IF (NOT MISSING(funding)).
SELECT IF (NOT MISSING(sex)).
SELECT IF (NOT MISSING(age)).
SELECT IF (NOT MISSING(education)).
SELECT IF (NOT MISSING(worked_past_5_years)).
SELECT IF (NOT MISSING(mhi5)).
SELECT IF (NOT MISSING(experience)).
LOGISTIC REGRESSION VARIABLES = job_obtained WITH funding_2 sex_2 age education_2 worked_past_5_years_2 mhi5 experience_2
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(95).

* days_worked, experience: crude.
ECHO 'MODEL days_worked | experience | crude'.
TEMPORARY.
SELECT IF (job_obtained = 1 OR (MISSING(job_obtained) AND time_worked > 0)).
SELECT IF (time_worked > 0).
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(experience)).
COMPUTE logarithm = LN(time_worked).
REGRESSION /STATISTICS = COEFF CI(95) R ANOVA
  /DEPENDENT = logarithm
  /METHOD = ENTER experience_2.

* days_worked, experience: crude, on the persons of the adjusted model.
ECHO 'MODEL days_worked | experience | crude_on_adjusted_rows'.
TEMPORARY.
SELECT IF (job_obtained = 1 OR (MISSING(job_obtained) AND time_worked > 0)).
SELECT IF (time_worked > 0).
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(experience)).
SELECT IF (NOT MISSING(sex)).
SELECT IF (NOT MISSING(age)).
SELECT IF (NOT MISSING(education)).
SELECT IF (NOT MISSING(worked_past_5_years)).
SELECT IF (NOT MISSING(mhi5)).
COMPUTE logarithm = LN(time_worked).
REGRESSION /STATISTICS = COEFF CI(95) R ANOVA
  /DEPENDENT = logarithm
  /METHOD = ENTER experience_2.

* days_worked, experience: adjusted.
ECHO 'MODEL days_worked | experience | adjusted'.
TEMPORARY.
SELECT IF (job_obtained = 1 OR (MISSING(job_obtained) AND time_worked > 0)).
SELECT IF (time_worked > 0).
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(experience)).
SELECT IF (NOT MISSING(sex)).
SELECT IF (NOT MISSING(age)).
SELECT IF (NOT MISSING(education)).
SELECT IF (NOT MISSING(worked_past_5_years)).
SELECT IF (NOT MISSING(mhi5)).
COMPUTE logarithm = LN(time_worked).
REGRESSION /STATISTICS = COEFF CI(95) R ANOVA
  /DEPENDENT = logarithm
  /METHOD = ENTER experience_2 sex_2 age education_2 worked_past_5_years_2 mhi5.

* days_worked, experience: without the other exposures, on the persons of the model with all exposures.
ECHO 'MODEL days_worked | experience | alone_on_mutual_rows'.
TEMPORARY.
SELECT IF (job_obtained = 1 OR (MISSING(job_obtained) AND time_worked > 0)).
SELECT IF (time_worked > 0).
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(experience)).
SELECT IF (NOT MISSING(sex)).
SELECT IF (NOT MISSING(age)).
SELECT IF (NOT MISSING(education)).
SELECT IF (NOT MISSING(worked_past_5_years)).
SELECT IF (NOT MISSING(mhi5)).
SELECT IF (NOT MISSING(funding)).
COMPUTE logarithm = LN(time_worked).
REGRESSION /STATISTICS = COEFF CI(95) R ANOVA
  /DEPENDENT = logarithm
  /METHOD = ENTER experience_2 sex_2 age education_2 worked_past_5_years_2 mhi5.

* days_worked, experience: adjusted for the confounders and the other exposures.
ECHO 'MODEL days_worked | experience | mutual'.
TEMPORARY.
SELECT IF (job_obtained = 1 OR (MISSING(job_obtained) AND time_worked > 0)).
SELECT IF (time_worked > 0).
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(experience)).
SELECT IF (NOT MISSING(sex)).
SELECT IF (NOT MISSING(age)).
SELECT IF (NOT MISSING(education)).
SELECT IF (NOT MISSING(worked_past_5_years)).
SELECT IF (NOT MISSING(mhi5)).
SELECT IF (NOT MISSING(funding)).
COMPUTE logarithm = LN(time_worked).
REGRESSION /STATISTICS = COEFF CI(95) R ANOVA
  /DEPENDENT = logarithm
  /METHOD = ENTER experience_2 sex_2 age education_2 worked_past_5_years_2 mhi5 funding_2.

* days_worked, funding: crude.
ECHO 'MODEL days_worked | funding | crude'.
TEMPORARY.
SELECT IF (job_obtained = 1 OR (MISSING(job_obtained) AND time_worked > 0)).
SELECT IF (time_worked > 0).
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(funding)).
COMPUTE logarithm = LN(time_worked).
REGRESSION /STATISTICS = COEFF CI(95) R ANOVA
  /DEPENDENT = logarithm
  /METHOD = ENTER funding_2.

* days_worked, funding: crude, on the persons of the adjusted model.
ECHO 'MODEL days_worked | funding | crude_on_adjusted_rows'.
TEMPORARY.
SELECT IF (job_obtained = 1 OR (MISSING(job_obtained) AND time_worked > 0)).
SELECT IF (time_worked > 0).
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(funding)).
SELECT IF (NOT MISSING(sex)).
SELECT IF (NOT MISSING(age)).
SELECT IF (NOT MISSING(education)).
SELECT IF (NOT MISSING(worked_past_5_years)).
SELECT IF (NOT MISSING(mhi5)).
COMPUTE logarithm = LN(time_worked).
REGRESSION /STATISTICS = COEFF CI(95) R ANOVA
  /DEPENDENT = logarithm
  /METHOD = ENTER funding_2.

* days_worked, funding: adjusted.
ECHO 'MODEL days_worked | funding | adjusted'.
TEMPORARY.
SELECT IF (job_obtained = 1 OR (MISSING(job_obtained) AND time_worked > 0)).
SELECT IF (time_worked > 0).
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(funding)).
SELECT IF (NOT MISSING(sex)).
SELECT IF (NOT MISSING(age)).
SELECT IF (NOT MISSING(education)).
SELECT IF (NOT MISSING(worked_past_5_years)).
SELECT IF (NOT MISSING(mhi5)).
COMPUTE logarithm = LN(time_worked).
REGRESSION /STATISTICS = COEFF CI(95) R ANOVA
  /DEPENDENT = logarithm
  /METHOD = ENTER funding_2 sex_2 age education_2 worked_past_5_years_2 mhi5.

* days_worked, funding: without the other exposures, on the persons of the model with all exposures.
ECHO 'MODEL days_worked | funding | alone_on_mutual_rows'.
TEMPORARY.
SELECT IF (job_obtained = 1 OR (MISSING(job_obtained) AND time_worked > 0)).
SELECT IF (time_worked > 0).
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(funding)).
SELECT IF (NOT MISSING(sex)).
SELECT IF (NOT MISSING(age)).
SELECT IF (NOT MISSING(education)).
SELECT IF (NOT MISSING(worked_past_5_years)).
SELECT IF (NOT MISSING(mhi5)).
SELECT IF (NOT MISSING(experience)).
COMPUTE logarithm = LN(time_worked).
REGRESSION /STATISTICS = COEFF CI(95) R ANOVA
  /DEPENDENT = logarithm
  /METHOD = ENTER funding_2 sex_2 age education_2 worked_past_5_years_2 mhi5.

* days_worked, funding: adjusted for the confounders and the other exposures.
ECHO 'MODEL days_worked | funding | mutual'.
TEMPORARY.
SELECT IF (job_obtained = 1 OR (MISSING(job_obtained) AND time_worked > 0)).
SELECT IF (time_worked > 0).
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(funding)).
SELECT IF (NOT MISSING(sex)).
SELECT IF (NOT MISSING(age)).
SELECT IF (NOT MISSING(education)).
SELECT IF (NOT MISSING(worked_past_5_years)).
SELECT IF (NOT MISSING(mhi5)).
SELECT IF (NOT MISSING(experience)).
COMPUTE logarithm = LN(time_worked).
REGRESSION /STATISTICS = COEFF CI(95) R ANOVA
  /DEPENDENT = logarithm
  /METHOD = ENTER funding_2 sex_2 age education_2 worked_past_5_years_2 mhi5 experience_2.
