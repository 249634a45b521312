* Edges; what is rare.
* The regressions estimated anew from data.sav, in SPSS or in PSPP; it holds no estimate itself.
* In PSPP, in this folder: pspp -O format=csv -o refit_pspp.csv refit.sps.
* Kaplan-Meier curves and other regressions stand in refit_spss_only.sps, as PSPP has no commands for them.

GET FILE='data.sav'.
SET FORMAT=F24.10.
SET TVARS=NAMES.

* For each level that is compared with a reference: 1 at this level, 0 at another.
COMPUTE group_1 = (group = 1).
VARIABLE LABELS group_1 'group: a'.
COMPUTE sex_2 = (sex = 2).
VARIABLE LABELS sex_2 'sex: woman'.
COMPUTE three_2 = (three = 2).
VARIABLE LABELS three_2 'three: y'.
COMPUTE three_3 = (three = 3).
VARIABLE LABELS three_3 'three: z'.
COMPUTE site_2 = (site = 2).
VARIABLE LABELS site_2 'site: south'.
EXECUTE.

* separated, group: crude.
ECHO 'MODEL separated | group | crude'.
TEMPORARY.
SELECT IF (NOT MISSING(smokes)).
SELECT IF (NOT MISSING(group)).
LOGISTIC REGRESSION VARIABLES = smokes WITH group_1
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(90).

* separated, group: crude, on the persons of the adjusted model.
ECHO 'MODEL separated | group | crude_on_adjusted_rows'.
TEMPORARY.
SELECT IF (NOT MISSING(smokes)).
SELECT IF (NOT MISSING(group)).
SELECT IF (NOT MISSING(sex)).
LOGISTIC REGRESSION VARIABLES = smokes WITH group_1
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(90).

* separated, group: adjusted.
ECHO 'MODEL separated | group | adjusted'.
TEMPORARY.
SELECT IF (NOT MISSING(smokes)).
SELECT IF (NOT MISSING(group)).
SELECT IF (NOT MISSING(sex)).
LOGISTIC REGRESSION VARIABLES = smokes WITH group_1 sex_2
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(90).

* separated, group: without the other exposures, on the persons of the model with all exposures.
ECHO 'MODEL separated | group | alone_on_mutual_rows'.
TEMPORARY.
SELECT IF (NOT MISSING(smokes)).
SELECT IF (NOT MISSING(group)).
SELECT IF (NOT MISSING(sex)).
SELECT IF (NOT MISSING(three)).
LOGISTIC REGRESSION VARIABLES = smokes WITH group_1 sex_2
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(90).

* separated, group: adjusted for the confounders and the other exposures.
ECHO 'MODEL separated | group | mutual'.
TEMPORARY.
SELECT IF (NOT MISSING(smokes)).
SELECT IF (NOT MISSING(group)).
SELECT IF (NOT MISSING(sex)).
SELECT IF (NOT MISSING(three)).
LOGISTIC REGRESSION VARIABLES = smokes WITH group_1 sex_2 three_2 three_3
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(90).

* separated, three: crude.
ECHO 'MODEL separated | three | crude'.
TEMPORARY.
SELECT IF (NOT MISSING(smokes)).
SELECT IF (NOT MISSING(three)).
LOGISTIC REGRESSION VARIABLES = smokes WITH three_2 three_3
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(90).

* separated, three: crude, on the persons of the adjusted model.
ECHO 'MODEL separated | three | crude_on_adjusted_rows'.
TEMPORARY.
SELECT IF (NOT MISSING(smokes)).
SELECT IF (NOT MISSING(three)).
SELECT IF (NOT MISSING(sex)).
LOGISTIC REGRESSION VARIABLES = smokes WITH three_2 three_3
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(90).

* separated, three: adjusted.
ECHO 'MODEL separated | three | adjusted'.
TEMPORARY.
SELECT IF (NOT MISSING(smokes)).
SELECT IF (NOT MISSING(three)).
SELECT IF (NOT MISSING(sex)).
LOGISTIC REGRESSION VARIABLES = smokes WITH three_2 three_3 sex_2
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(90).

* separated, three: without the other exposures, on the persons of the model with all exposures.
ECHO 'MODEL separated | three | alone_on_mutual_rows'.
TEMPORARY.
SELECT IF (NOT MISSING(smokes)).
SELECT IF (NOT MISSING(three)).
SELECT IF (NOT MISSING(sex)).
SELECT IF (NOT MISSING(group)).
LOGISTIC REGRESSION VARIABLES = smokes WITH three_2 three_3 sex_2
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(90).

* separated, three: adjusted for the confounders and the other exposures.
ECHO 'MODEL separated | three | mutual'.
TEMPORARY.
SELECT IF (NOT MISSING(smokes)).
SELECT IF (NOT MISSING(three)).
SELECT IF (NOT MISSING(sex)).
SELECT IF (NOT MISSING(group)).
LOGISTIC REGRESSION VARIABLES = smokes WITH three_2 three_3 sex_2 group_1
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(90).

* nobody without, group: crude.
ECHO 'MODEL nobody without | group | crude'.
TEMPORARY.
SELECT IF (NOT MISSING(worked_long)).
SELECT IF (NOT MISSING(group)).
LOGISTIC REGRESSION VARIABLES = worked_long WITH group_1
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(90).

* nobody without, group: without the other exposures, on the persons of the model with all exposures.
ECHO 'MODEL nobody without | group | alone_on_mutual_rows'.
TEMPORARY.
SELECT IF (NOT MISSING(worked_long)).
SELECT IF (NOT MISSING(group)).
SELECT IF (NOT MISSING(three)).
LOGISTIC REGRESSION VARIABLES = worked_long WITH group_1
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(90).

* nobody without, group: adjusted for the confounders and the other exposures.
ECHO 'MODEL nobody without | group | mutual'.
TEMPORARY.
SELECT IF (NOT MISSING(worked_long)).
SELECT IF (NOT MISSING(group)).
SELECT IF (NOT MISSING(three)).
LOGISTIC REGRESSION VARIABLES = worked_long WITH group_1 three_2 three_3
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(90).

* nobody without, three: crude.
ECHO 'MODEL nobody without | three | crude'.
TEMPORARY.
SELECT IF (NOT MISSING(worked_long)).
SELECT IF (NOT MISSING(three)).
LOGISTIC REGRESSION VARIABLES = worked_long WITH three_2 three_3
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(90).

* nobody without, three: without the other exposures, on the persons of the model with all exposures.
ECHO 'MODEL nobody without | three | alone_on_mutual_rows'.
TEMPORARY.
SELECT IF (NOT MISSING(worked_long)).
SELECT IF (NOT MISSING(three)).
SELECT IF (NOT MISSING(group)).
LOGISTIC REGRESSION VARIABLES = worked_long WITH three_2 three_3
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(90).

* nobody without, three: adjusted for the confounders and the other exposures.
ECHO 'MODEL nobody without | three | mutual'.
TEMPORARY.
SELECT IF (NOT MISSING(worked_long)).
SELECT IF (NOT MISSING(three)).
SELECT IF (NOT MISSING(group)).
LOGISTIC REGRESSION VARIABLES = worked_long WITH three_2 three_3 group_1
  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI(90).

* days of all, group: crude.
ECHO 'MODEL days of all | group | crude'.
TEMPORARY.
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(group)).
REGRESSION /STATISTICS = COEFF CI(90) R ANOVA
  /DEPENDENT = time_worked
  /METHOD = ENTER group_1.

* days of all, group: crude, on the persons of the adjusted model.
ECHO 'MODEL days of all | group | crude_on_adjusted_rows'.
TEMPORARY.
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(group)).
SELECT IF (NOT MISSING(site)).
REGRESSION /STATISTICS = COEFF CI(90) R ANOVA
  /DEPENDENT = time_worked
  /METHOD = ENTER group_1.

* days of all, group: adjusted.
ECHO 'MODEL days of all | group | adjusted'.
TEMPORARY.
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(group)).
SELECT IF (NOT MISSING(site)).
REGRESSION /STATISTICS = COEFF CI(90) R ANOVA
  /DEPENDENT = time_worked
  /METHOD = ENTER group_1 site_2.

* days of all, group: without the other exposures, on the persons of the model with all exposures.
ECHO 'MODEL days of all | group | alone_on_mutual_rows'.
TEMPORARY.
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(group)).
SELECT IF (NOT MISSING(site)).
SELECT IF (NOT MISSING(three)).
REGRESSION /STATISTICS = COEFF CI(90) R ANOVA
  /DEPENDENT = time_worked
  /METHOD = ENTER group_1 site_2.

* days of all, group: adjusted for the confounders and the other exposures.
ECHO 'MODEL days of all | group | mutual'.
TEMPORARY.
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(group)).
SELECT IF (NOT MISSING(site)).
SELECT IF (NOT MISSING(three)).
REGRESSION /STATISTICS = COEFF CI(90) R ANOVA
  /DEPENDENT = time_worked
  /METHOD = ENTER group_1 site_2 three_2 three_3.

* days of all, three: crude.
ECHO 'MODEL days of all | three | crude'.
TEMPORARY.
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(three)).
REGRESSION /STATISTICS = COEFF CI(90) R ANOVA
  /DEPENDENT = time_worked
  /METHOD = ENTER three_2 three_3.

* days of all, three: crude, on the persons of the adjusted model.
ECHO 'MODEL days of all | three | crude_on_adjusted_rows'.
TEMPORARY.
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(three)).
SELECT IF (NOT MISSING(site)).
REGRESSION /STATISTICS = COEFF CI(90) R ANOVA
  /DEPENDENT = time_worked
  /METHOD = ENTER three_2 three_3.

* days of all, three: adjusted.
ECHO 'MODEL days of all | three | adjusted'.
TEMPORARY.
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(three)).
SELECT IF (NOT MISSING(site)).
REGRESSION /STATISTICS = COEFF CI(90) R ANOVA
  /DEPENDENT = time_worked
  /METHOD = ENTER three_2 three_3 site_2.

* days of all, three: without the other exposures, on the persons of the model with all exposures.
ECHO 'MODEL days of all | three | alone_on_mutual_rows'.
TEMPORARY.
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(three)).
SELECT IF (NOT MISSING(site)).
SELECT IF (NOT MISSING(group)).
REGRESSION /STATISTICS = COEFF CI(90) R ANOVA
  /DEPENDENT = time_worked
  /METHOD = ENTER three_2 three_3 site_2.

* days of all, three: adjusted for the confounders and the other exposures.
ECHO 'MODEL days of all | three | mutual'.
TEMPORARY.
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(three)).
SELECT IF (NOT MISSING(site)).
SELECT IF (NOT MISSING(group)).
REGRESSION /STATISTICS = COEFF CI(90) R ANOVA
  /DEPENDENT = time_worked
  /METHOD = ENTER three_2 three_3 site_2 group_1.

* days of workers, group: crude.
ECHO 'MODEL days of workers | group | crude'.
TEMPORARY.
SELECT IF (job_obtained = 1 OR (MISSING(job_obtained) AND time_worked > 0)).
SELECT IF (time_worked > 0).
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(group)).
COMPUTE logarithm = LN(time_worked).
REGRESSION /STATISTICS = COEFF CI(90) R ANOVA
  /DEPENDENT = logarithm
  /METHOD = ENTER group_1.

* days of workers, group: crude, on the persons of the adjusted model.
ECHO 'MODEL days of workers | group | crude_on_adjusted_rows'.
TEMPORARY.
SELECT IF (job_obtained = 1 OR (MISSING(job_obtained) AND time_worked > 0)).
SELECT IF (time_worked > 0).
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(group)).
SELECT IF (NOT MISSING(age)).
COMPUTE logarithm = LN(time_worked).
REGRESSION /STATISTICS = COEFF CI(90) R ANOVA
  /DEPENDENT = logarithm
  /METHOD = ENTER group_1.

* days of workers, group: adjusted.
ECHO 'MODEL days of workers | group | adjusted'.
TEMPORARY.
SELECT IF (job_obtained = 1 OR (MISSING(job_obtained) AND time_worked > 0)).
SELECT IF (time_worked > 0).
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(group)).
SELECT IF (NOT MISSING(age)).
COMPUTE logarithm = LN(time_worked).
REGRESSION /STATISTICS = COEFF CI(90) R ANOVA
  /DEPENDENT = logarithm
  /METHOD = ENTER group_1 age.

* days of workers, group: without the other exposures, on the persons of the model with all exposures.
ECHO 'MODEL days of workers | group | alone_on_mutual_rows'.
TEMPORARY.
SELECT IF (job_obtained = 1 OR (MISSING(job_obtained) AND time_worked > 0)).
SELECT IF (time_worked > 0).
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(group)).
SELECT IF (NOT MISSING(age)).
SELECT IF (NOT MISSING(three)).
COMPUTE logarithm = LN(time_worked).
REGRESSION /STATISTICS = COEFF CI(90) R ANOVA
  /DEPENDENT = logarithm
  /METHOD = ENTER group_1 age.

* days of workers, group: adjusted for the confounders and the other exposures.
ECHO 'MODEL days of workers | group | mutual'.
TEMPORARY.
SELECT IF (job_obtained = 1 OR (MISSING(job_obtained) AND time_worked > 0)).
SELECT IF (time_worked > 0).
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(group)).
SELECT IF (NOT MISSING(age)).
SELECT IF (NOT MISSING(three)).
COMPUTE logarithm = LN(time_worked).
REGRESSION /STATISTICS = COEFF CI(90) R ANOVA
  /DEPENDENT = logarithm
  /METHOD = ENTER group_1 age three_2 three_3.

* days of workers, three: crude.
ECHO 'MODEL days of workers | three | crude'.
TEMPORARY.
SELECT IF (job_obtained = 1 OR (MISSING(job_obtained) AND time_worked > 0)).
SELECT IF (time_worked > 0).
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(three)).
COMPUTE logarithm = LN(time_worked).
REGRESSION /STATISTICS = COEFF CI(90) R ANOVA
  /DEPENDENT = logarithm
  /METHOD = ENTER three_2 three_3.

* days of workers, three: crude, on the persons of the adjusted model.
ECHO 'MODEL days of workers | three | crude_on_adjusted_rows'.
TEMPORARY.
SELECT IF (job_obtained = 1 OR (MISSING(job_obtained) AND time_worked > 0)).
SELECT IF (time_worked > 0).
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(three)).
SELECT IF (NOT MISSING(age)).
COMPUTE logarithm = LN(time_worked).
REGRESSION /STATISTICS = COEFF CI(90) R ANOVA
  /DEPENDENT = logarithm
  /METHOD = ENTER three_2 three_3.

* days of workers, three: adjusted.
ECHO 'MODEL days of workers | three | adjusted'.
TEMPORARY.
SELECT IF (job_obtained = 1 OR (MISSING(job_obtained) AND time_worked > 0)).
SELECT IF (time_worked > 0).
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(three)).
SELECT IF (NOT MISSING(age)).
COMPUTE logarithm = LN(time_worked).
REGRESSION /STATISTICS = COEFF CI(90) R ANOVA
  /DEPENDENT = logarithm
  /METHOD = ENTER three_2 three_3 age.

* days of workers, three: without the other exposures, on the persons of the model with all exposures.
ECHO 'MODEL days of workers | three | alone_on_mutual_rows'.
TEMPORARY.
SELECT IF (job_obtained = 1 OR (MISSING(job_obtained) AND time_worked > 0)).
SELECT IF (time_worked > 0).
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(three)).
SELECT IF (NOT MISSING(age)).
SELECT IF (NOT MISSING(group)).
COMPUTE logarithm = LN(time_worked).
REGRESSION /STATISTICS = COEFF CI(90) R ANOVA
  /DEPENDENT = logarithm
  /METHOD = ENTER three_2 three_3 age.

* days of workers, three: adjusted for the confounders and the other exposures.
ECHO 'MODEL days of workers | three | mutual'.
TEMPORARY.
SELECT IF (job_obtained = 1 OR (MISSING(job_obtained) AND time_worked > 0)).
SELECT IF (time_worked > 0).
SELECT IF (NOT MISSING(time_worked)).
SELECT IF (NOT MISSING(three)).
SELECT IF (NOT MISSING(age)).
SELECT IF (NOT MISSING(group)).
COMPUTE logarithm = LN(time_worked).
REGRESSION /STATISTICS = COEFF CI(90) R ANOVA
  /DEPENDENT = logarithm
  /METHOD = ENTER three_2 three_3 age group_1.
