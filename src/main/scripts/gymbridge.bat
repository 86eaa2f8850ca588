@echo off
rem Starts gymbridge.jar, which stands beside this script with its libraries in lib\.
setlocal
if defined JAVA_HOME (set "java=%JAVA_HOME%\bin\java.exe") else (set "java=java.exe")
rem What computes little is there sooner without the compiler that makes long computations fast.
set "quick="
for %%c in (completion doctor envs presets watch) do if "%~1"=="%%c" set "quick=-XX:TieredStopAtLevel=1"
"%java%" %quick% %JAVA_OPTS% "-Dgymbridge.launcher=%~0" -jar "%~dp0gymbridge.jar" %*
exit /b %ERRORLEVEL%
