using System.CommandLine;
using EventGen.Cli.Checking;
using EventGen.Cli.Screens;
using EventGen.EventContracts;
using Spectre.Console;

namespace EventGen.Cli.Commands;

/// <summary><c>eventgen contracts</c>.</summary>
internal static class ContractsCommand
{
    private static readonly Option<string?> s_file = new("--file")
    {
        HelpName = "FILE",
        Description = $"The contract file, where PATH is an assembly. Default: {ContractFile.Name} beside the project.",
        Recursive = true,
    };

    public static Command Create() => new("contracts", "Compares events with the contract file.")
    {
        s_file,
        CreateComparing("check", "For pipelines: exits with 1 on anything that is not accepted."),
        CreateComparing("diff", "Shows what has changed; exits with 1 when something has."),
        CreateAccept(),
    };

    private static Command CreateComparing(string name, string description)
    {
        var command = new Command(name, description);
        var source = new SourceOptions();
        var against = new Option<string?>("--against") { HelpName = "FILE|GIT-REV", Description = "Compare with another contract file, or with that of an earlier revision." };
        var json = CommonOptions.Json();
        source.AddTo(command);
        command.Options.Add(against);
        command.Options.Add(json);
        return command.Does(arguments =>
        {
            List<(ProjectContract Project, IReadOnlyList<ContractFinding> Findings)> found =
                [.. Projects(arguments, source).Select(project => (project, ContractCheck.Find(project, Accepted(project, arguments.GetValue(against)))))];
            if (arguments.GetValue(json))
                JsonScreen.Write(found.Select(static item => new { item.Project.File, Promise = item.Project.Manifest.Promise, item.Findings }));
            else
                foreach (var (project, findings) in found) Show(project, findings, isCheck: name == "check");
            return found.Exists(static item => item.Findings.Count > 0) ? ExitCode.Found : ExitCode.Fine;
        });
    }

    private static Command CreateAccept()
    {
        var command = new Command("accept", "Takes the events as they are into the contract file. Refuses breaks that are not named.");
        var source = new SourceOptions();
        var breaking = new Option<string[]>("--breaking") { HelpName = "ID", Description = "Accept the breaks of this event." };
        var retire = new Option<string[]>("--retire") { HelpName = "ID@VERSION", Description = "End an old version: it then needs no upgrade, and messages of it are rejected." };
        source.AddTo(command);
        command.Options.Add(breaking);
        command.Options.Add(retire);
        return command.Does(arguments =>
        {
            foreach (var project in Projects(arguments, source))
            {
                var findings = ContractAcceptance.Accept(project, arguments.GetValue(breaking) ?? [], arguments.GetValue(retire) ?? []);
                foreach (var finding in findings) Screen.Line(finding.ToString());
                Screen.Line($"{project.File}: {findings.Count} change{(findings.Count == 1 ? "" : "s")} accepted.");
            }

            return ExitCode.Fine;
        });
    }

    private static void Show(ProjectContract project, IReadOnlyList<ContractFinding> findings, bool isCheck)
    {
        foreach (var finding in findings) Screen.Line(finding.ToString(), finding.Breaks ? Color.Red : null);
        if (findings.Count == 0)
        {
            Screen.Line($"{project.File}: nothing has changed.", Color.Green);
            return;
        }

        string count = findings.Count == 1 ? "1 change" : $"{findings.Count} changes";
        int breaks = findings.Count(static finding => finding.Breaks);
        string breaking = (breaks, findings.Count) switch
        {
            (0, 1) => "which breaks nothing",
            (0, _) => "none of which breaks anything",
            (1, 1) => "which breaks",
            (1, _) => "1 of which breaks",
            _ => $"{breaks} of which break",
        };
        Screen.Line($"{project.File}: {count}{(isCheck ? " not accepted" : "")}, {breaking}.{(isCheck ? Hint(findings) : "")}");
    }

    private static string Hint(IReadOnlyList<ContractFinding> findings)
    {
        string them = findings.Count == 1 ? "it" : "them";
        string[] broken = [.. findings.Where(static finding => finding.Breaks).Select(static finding => finding.Event).Distinct()];
        if (broken.Length == 0) return $" 'eventgen contracts accept' takes {them} into the file.";
        return $" Undo a break, or raise the event's Version; as it is, 'eventgen contracts accept {string.Join(" ", broken.Select(static id => $"--breaking {id}"))}' takes {them} into the file.";
    }

    private static IReadOnlyList<ProjectContract> Projects(ParseResult arguments, SourceOptions source)
    {
        var application = CommonOptions.Read(arguments, source);
        string? file = arguments.GetValue(s_file);
        if (file is not null) return [new ProjectContract(application.Assemblies[0], file)];
        var projects = application.Assemblies.Where(static assembly => assembly.Project is not null).ToList();
        if (projects.Count == 0) throw new CommandException("An assembly does not say where its project is. Name the project, or the contract file with --file.");
        return
        [
            .. projects.Select(static assembly => new ProjectContract(assembly, Path.Combine(Path.GetDirectoryName(Path.GetFullPath(assembly.Project!))!, ContractFile.Name)))
                .Where(static project => project.Current.Count > 0 || File.Exists(project.File)),
        ];
    }

    private static ContractFile? Accepted(ProjectContract project, string? against)
    {
        if (against is null) return project.ReadAccepted();
        if (File.Exists(against)) return ProjectContract.Parse(RegularFile.ReadText(against), against);
        return GitFile.Read(project.File, against) is { } text ? ProjectContract.Parse(text, $"{against}:{project.File}") : null;
    }
}
