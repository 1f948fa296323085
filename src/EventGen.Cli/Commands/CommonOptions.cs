using System.CommandLine;
using EventGen.Cli.Reading;

namespace EventGen.Cli.Commands;

/// <summary>Arguments and options that several commands have.</summary>
internal static class CommonOptions
{
    public static Argument<string?> Path() => new("PATH")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "An assembly, project, solution or folder. Default: this folder.",
    };

    public static Option<bool> Json() => new("--json") { Description = "Write JSON, for programs." };

    public static Option<string?> Output() => new("--output", "-o") { HelpName = "FILE", Description = "Write to this file. Default: standard output." };

    public static Option<string?> Framework() => new("--framework", "-f") { HelpName = "TFM", Description = "The target framework of a project that has several. Default: its first." };

    public static Option<string[]> Properties() => new("--property", "-p")
    {
        HelpName = "NAME=VALUE",
        Arity = ArgumentArity.OneOrMore,
        Description = "A property for the build.",
    };

    public static Option<bool> NoBuild() => new("--no-build") { Description = "Read what was built last." };

    /// <summary>Reads the application that the arguments name.</summary>
    public static Application Read(ParseResult arguments, SourceOptions source) => ApplicationReader.Read(new ApplicationSource(
        arguments.GetValue(source.Path) ?? ".",
        arguments.GetValue(source.Framework),
        arguments.GetValue(source.Properties) ?? [],
        arguments.GetValue(source.NoBuild)));
}
