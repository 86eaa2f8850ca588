@echo off
rem Starts gymbridge.jar, which stands beside this script with its libraries in lib\.
setlocal
if defined JAVA_HOME (set "java=%JAVA_HOME%\bin\java.exe") else (set "java=java.exe")
"%java%" %JAVA_OPTS% "-Dgymbridge.launcher=%~0" -jar "%~dp0gymbridge.jar" %*
exit /b %ERRORLEVEL%
