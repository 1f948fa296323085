using System.Diagnostics;

namespace EventGen.Cli.Checking;

/// <summary>Reads a file of an earlier revision.</summary>
internal static class GitFile
{
    /// <summary>The file's text; <see langword="null"/> when the revision does not have it.</summary>
    /// <exception cref="CommandException">There is no such revision, or no git.</exception>
    public static string? Read(string path, string revision)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (Run(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", $"{revision}^{{commit}}") is null)
            throw new CommandException($"'{revision}' is neither a file nor a revision of the git repository at '{folder}'.");
        return Run(folder, "show", $"{revision}:./{Path.GetFileName(path)}");
    }

    private static string? Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            _ = error.Result;
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new CommandException("git is needed to read an earlier revision, and is not installed.");
        }
    }
}
