using System.CommandLine;

namespace EventGen.Cli.Commands;

/// <summary>The argument and options that say what is read.</summary>
internal sealed class SourceOptions
{
    public Argument<string?> Path { get; } = CommonOptions.Path();

    public Option<string?> Framework { get; } = CommonOptions.Framework();

    public Option<string[]> Properties { get; } = CommonOptions.Properties();

    public Option<bool> NoBuild { get; } = CommonOptions.NoBuild();

    public void AddTo(Command command)
    {
        command.Arguments.Add(Path);
        command.Options.Add(Framework);
        command.Options.Add(Properties);
        command.Options.Add(NoBuild);
    }
}
