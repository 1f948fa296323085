using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace EventGen.EntityFrameworkCore;

/// <summary>Adds to a migration what the outbox's tables need since the one before. Not thread safe, as the context is not.</summary>
/// <remarks>As the store's own scripts, not as entities: the tables have what a model cannot say, such as settings of PostgreSQL's vacuuming and tables without rowid.</remarks>
internal sealed partial class OutboxMigrations(IDbContextOptions options) : IMigrationsModelDiffer, IDisposable
{
    /// <summary>The version of the tables, in the model and in the snapshots of its migrations.</summary>
    public const string Annotation = "EventGen:Outbox";

    /// <summary>The version that the stores of this release need.</summary>
    public const int Version = 2;

    private readonly ProviderContext _provider = ProviderContext.Of(options);

    /// <summary>Whether a model's migrations create the tables.</summary>
    public static bool IsIn(IModel model) => Of(model) > 0;

    public bool HasDifferences(IRelationalModel? source, IRelationalModel? target) => Of(source?.Model) != Of(target?.Model) || Provider.HasDifferences(source, target);

    public IReadOnlyList<MigrationOperation> GetDifferences(IRelationalModel? source, IRelationalModel? target)
    {
        var operations = Provider.GetDifferences(source, target);
        int from = Of(source?.Model);
        int to = Of(target?.Model);
        if (from == to) return operations;
        var outbox = options.FindExtension<WatchOptions>()!.Bus.Outbox;
        if (!outbox.HasStore) throw new InvalidOperationException("The model has the tables of the outbox (AddEventGenOutbox), but the bus has none: add it with AddSqliteOutbox or AddPostgreSqlOutbox.");
        return [.. operations, .. Scripts(outbox.GetSchemaScripts(), from, to).SelectMany(Statements).Select(static text => new SqlOperation { Sql = text })];
    }

    public void Dispose() => _provider.Dispose();

    /// <summary>What brings the tables from one version to another; 0 is without tables.</summary>
    internal static IEnumerable<string> Scripts(IReadOnlyList<OutboxScript> scripts, int from, int to)
    {
        if (from < to) return scripts.Where(script => script.Version > from && script.Version <= to).Select(static script => script.Sql);
        return to == 0 ? Drops(scripts.Where(script => script.Version <= from)) : throw new NotSupportedException($"The tables of the outbox cannot go back from version {from} to {to}.");
    }

    /// <summary>The statements of a script, each on one line: a migration's file has no other line breaks, and people read it.</summary>
    internal static IEnumerable<string> Statements(string script) =>
        StatementEnd().Split(script).Select(static statement => LineBreak().Replace(statement.Trim(), " ")).Where(static statement => statement.Length > 0).Select(static statement => $"{statement};");

    private IMigrationsModelDiffer Provider => _provider.GetService<IMigrationsModelDiffer>();

    private static int Of(IReadOnlyModel? model) => model?.FindAnnotation(Annotation)?.Value as int? ?? 0;

    // Whatever was created last goes first.
    private static IEnumerable<string> Drops(IEnumerable<OutboxScript> scripts) =>
        scripts.SelectMany(static script => Created().Matches(script.Sql)).Select(static match => $"DROP {match.Groups["kind"].Value} {match.Groups["name"].Value};").Reverse();

    [GeneratedRegex(@"^CREATE (?<kind>TABLE|SEQUENCE) (?<name>[^\s;]+)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Created();

    // The scripts have no bodies of functions, and a name has no line break.
    [GeneratedRegex(@";[ \t]*(?:\r?\n|$)", RegexOptions.CultureInvariant)]
    private static partial Regex StatementEnd();

    [GeneratedRegex(@"\s*\r?\n\s*", RegexOptions.CultureInvariant)]
    private static partial Regex LineBreak();
}
