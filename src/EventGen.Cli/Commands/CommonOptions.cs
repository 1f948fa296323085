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

    /// <summary>The id of one dead letter or event.</summary>
    /// <param name="description">Whose it is.</param>
    /// <param name="mayBeLeftOut">Whether the command does without it.</param>
    public static Argument<Guid?> Id(string description, bool mayBeLeftOut = false) => new("ID")
    {
        Arity = mayBeLeftOut ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        Description = description,
        CustomParser = static result =>
        {
            if (result.Tokens.Count == 0) return null;
            if (Guid.TryParse(result.Tokens[0].Value, out var id)) return id;
            result.AddError($"'{result.Tokens[0].Value}' is no id; 'list' shows those that there are.");
            return null;
        },
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
