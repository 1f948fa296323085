using System.Diagnostics;
using System.Text.Json;

namespace EventGen.Cli.Reading;

/// <summary>Builds projects with the SDK, and finds their assemblies. The environment and properties are passed on.</summary>
/// <param name="source">What is asked for.</param>
internal sealed class ProjectBuild(ApplicationSource source)
{
    // A change that breaks a contract, and a version without an upgrade.
    private static readonly string[] s_contractRules = ["EVG6001", "EVG6005"];

    /// <summary>The assemblies of a project or of the projects of a solution, up to date.</summary>
    /// <exception cref="CommandException">The build failed.</exception>
    public IReadOnlyList<ProjectOutput> Outputs(string path)
    {
        bool isSolution = Path.GetExtension(path) != ".csproj";
        string[] projects = isSolution ? Projects(path) : [path];

        // An incremental build: what is up to date is left alone.
        if (!source.NoBuild && isSolution) Build(path, framework: null);
        var outputs = OutputsOf(projects, isSolution);
        return outputs.Count > 0 ? outputs : throw new CommandException($"'{path}' has no C# project whose assembly was built.");
    }

    private List<ProjectOutput> OutputsOf(string[] projects, bool areInSolution)
    {
        try
        {
            return [.. projects.AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(project => Output(project, areInSolution)).OfType<ProjectOutput>()];
        }
        catch (AggregateException exception) when (exception.InnerException is CommandException inner)
        {
            throw new CommandException(inner.Message);
        }
    }

    private static string[] Projects(string solution)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(solution))!;
        return
        [
            .. Run("sln", solution, "list").Split('\n').Select(static line => line.Trim().Replace('\\', '/'))
                .Where(static line => line.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase))
                .Select(line => Path.Combine(folder, line)),
        ];
    }

    private ProjectOutput? Output(string project, bool isInSolution)
    {
        var properties = Evaluate(project, source.Framework);
        string? framework = source.Framework;
        if (properties.TargetPath.Length == 0)
        {
            // A project of several frameworks has a target path in each of them.
            framework ??= properties.TargetFrameworks.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();
            if (framework is null) return null;
            properties = Evaluate(project, framework);
        }

        if (!source.NoBuild && !isInSolution) Build(project, framework);
        if (File.Exists(properties.TargetPath)) return new ProjectOutput(project, properties.TargetPath);
        if (isInSolution) return null;
        throw new CommandException($"'{properties.TargetPath}' has not been built.{(source.NoBuild ? " Leave out --no-build." : "")}");
    }

    private void Build(string path, string? framework)
    {
        // For whoever waits: a build can take minutes. A program that reads the output does not want it.
        if (!Console.IsErrorRedirected) Console.Error.WriteLine($"Building {Path.GetFileName(path)}. With --no-build, what was built last is read.");
        List<string> arguments = ["build", path, "--nologo", "-v:q", "-clp:ErrorsOnly"];
        if (framework is not null) arguments.Add($"-p:TargetFramework={framework}");
        arguments.AddRange(source.Properties.Select(static property => $"-p:{property}"));
        try
        {
            Run([.. arguments]);
        }
        catch (CommandException exception) when (s_contractRules.Any(rule => exception.Message.Contains($"error {rule}", StringComparison.Ordinal)))
        {
            // A break stops the compiler, and is what 'contracts' tells and takes into the file. Only then, as a build with another setting compiles everything again.
            Run([.. arguments, "-p:EventGenAllowBreaks=true"]);
        }
    }

    private (string TargetPath, string TargetFrameworks) Evaluate(string project, string? framework)
    {
        List<string> arguments = ["msbuild", project, "-nologo", "-getProperty:TargetPath", "-getProperty:TargetFrameworks"];
        if (framework is not null) arguments.Add($"-p:TargetFramework={framework}");
        arguments.AddRange(source.Properties.Select(static property => $"-p:{property}"));
        using var json = JsonDocument.Parse(Run([.. arguments]));
        var properties = json.RootElement.GetProperty("Properties");
        return (properties.GetProperty("TargetPath").GetString() ?? "", properties.GetProperty("TargetFrameworks").GetString() ?? "");
    }

    private static string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0) return output;
            string[] lines = [.. $"{output}\n{error.Result}".Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0)];
            string first = lines.FirstOrDefault(static line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? lines.FirstOrDefault() ?? "";
            throw new CommandException($"'dotnet {arguments[0]}' of '{arguments[1]}' failed: {first}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new CommandException("The .NET SDK is needed to build projects, and there is no 'dotnet'. Name an assembly instead.");
        }
    }
}
