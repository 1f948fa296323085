using EventGen.EventContracts;
using EventGen.Generators.Models;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>The events of a project that have a contract, and what it is.</summary>
/// <remarks>Thread safe. What needs the whole project is read on first use; if two threads race, both read the same.</remarks>
internal sealed class ProjectContracts
{
    private readonly Compilation _compilation;
    private readonly bool _isAll;
    private volatile Dictionary<string, JsonSettings>? _settings;
    private volatile List<INamedTypeSymbol>? _events;
    private volatile HashSet<string>? _ids;

    public ProjectContracts(Compilation compilation)
    {
        _compilation = compilation;
        var options = compilation.Assembly.FindAttribute(RuntimeNames.OptionsAttribute);
        _isAll = options?.Named<int>("Contracts") == 1;
        Promise = options?.Named<int>("Compatibility") switch
        {
            1 => ContractPromise.Backward,
            2 => ContractPromise.Forward,
            3 => ContractPromise.None,
            _ => ContractPromise.Full,
        };
    }

    /// <summary>Whom events stay readable for.</summary>
    public ContractPromise Promise { get; }

    /// <summary>What the event is on the wire; <see langword="null"/> when the type is no event, or one without a contract.</summary>
    public ParsedContract? Of(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        type.HasAttribute(RuntimeNames.EventAttribute) && IsInScope(type) ? OfAny(type, cancellationToken) : null;

    /// <summary>What the event is on the wire, whether or not the contract file has it; <see langword="null"/> when no context lists it.</summary>
    public ParsedContract? OfAny(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var scope = new ParseScope(_compilation, report: null, cancellationToken);
        // Most projects list no event in a context: what is not listed need not be read.
        if (!Settings(cancellationToken).TryGetValue(type.Global(scope.Aliases), out var settings) || EventParser.Identify(type, scope) is not { } identity) return null;
        var older = UpgradeParser.Steps(type, scope)
            .Select(step => (Step: step, Settings: Settings(cancellationToken).TryGetValue(step.Payload.Global(scope.Aliases), out var own) ? own : null))
            .Where(static step => step.Settings is not null).Select(static step => (step.Step, step.Settings!));
        return ContractParser.Parse(type, identity.Id, identity.Key, settings, cancellationToken, older);
    }

    /// <summary>The older versions of an event that have an upgrade, listed in a context or not.</summary>
    public IEnumerable<int> UpgradedVersions(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        UpgradeParser.Steps(type, new ParseScope(_compilation, report: null, cancellationToken)).Select(static step => step.From);

    /// <summary>All contracts of the project, sorted by id.</summary>
    public IReadOnlyList<ParsedContract> All(CancellationToken cancellationToken) =>
    [
        .. Events(cancellationToken).Select(type => Of(type, cancellationToken)).OfType<ParsedContract>()
            .OrderBy(static parsed => parsed.Contract.Id, StringComparer.Ordinal),
    ];

    /// <summary>Whether the type is the one event at which something is said of the whole project.</summary>
    public bool IsFirst(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        SymbolEqualityComparer.Default.Equals(type, Events(cancellationToken).FirstOrDefault(other => Of(other, cancellationToken) is not null));

    /// <summary>Whether some event of the project has the id, with a contract or without.</summary>
    public bool Declares(string id, CancellationToken cancellationToken) =>
        (_ids ??= new HashSet<string>(Events(cancellationToken).Select(IdOf).OfType<string>(), StringComparer.Ordinal)).Contains(id);

    /// <summary>Whether some event of the project has that type and an id that the file does not have.</summary>
    public bool HasNewId(EventContract contract, ContractFile file, CancellationToken cancellationToken) =>
        Events(cancellationToken).Any(type => type.FullName() == contract.Type && file.Find(IdOf(type)!) is null && Of(type, cancellationToken) is not null);

    /// <summary>The id that an event says it has, well-formed or not; <see langword="null"/> when the type is no event.</summary>
    public static string? IdOf(INamedTypeSymbol type) =>
        type.FindAttribute(RuntimeNames.EventAttribute) is { } attribute ? attribute.FirstText() ?? EventId.FromAccessor(EventId.AccessorOf(type.Name)) : null;

    /// <summary>Whether the contract file has the event.</summary>
    public bool IsInScope(INamedTypeSymbol type) => _isAll || type.HasAttribute(RuntimeNames.DurableAttribute) || Publishers.Of(type).Any();

    /// <summary>The events that the project declares, sorted by type.</summary>
    public IReadOnlyList<INamedTypeSymbol> Events(CancellationToken cancellationToken) => _events ??=
    [
        .. DeclaredTypes.In(_compilation.Assembly, cancellationToken).Where(static type => type.HasAttribute(RuntimeNames.EventAttribute))
            .OrderBy(static type => type.FullName(), StringComparer.Ordinal),
    ];

    /// <summary>The context that lists an event, and its settings.</summary>
    public (JsonSettings? Settings, INamedTypeSymbol? Context) ContextOf(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var scope = new ParseScope(_compilation, report: null, cancellationToken);
        string name = type.Global(scope.Aliases);
        var context = Contexts(scope).FirstOrDefault(context => context.Model.Listed.Contains(name)).Type;
        return (Settings(cancellationToken).TryGetValue(name, out var settings) ? settings : null, context);
    }

    private IEnumerable<(INamedTypeSymbol Type, JsonContextModel Model)> Contexts(ParseScope scope) => DeclaredTypes.In(_compilation.Assembly, scope.CancellationToken)
        .Where(static type => type.BaseType is { SpecialType: SpecialType.None })
        .Select(type => (Type: type, Model: JsonContextParser.Parse(type, scope)))
        .Where(static context => context.Model is not null)
        .Select(static context => (context.Type, context.Model!))
        .OrderBy(static context => context.Item2.Type.FullName, StringComparer.Ordinal);

    // The first context by name that lists a type is the one that generated code uses.
    private Dictionary<string, JsonSettings> Settings(CancellationToken cancellationToken)
    {
        if (_settings is { } known) return known;
        var scope = new ParseScope(_compilation, report: null, cancellationToken);
        var settings = new Dictionary<string, JsonSettings>(StringComparer.Ordinal);
        foreach (var (type, model) in Contexts(scope))
        {
            var own = JsonSettings.Of(type);
            foreach (string listed in model.Listed)
            {
                if (!settings.ContainsKey(listed)) settings.Add(listed, own);
            }
        }

        _settings = settings;
        return settings;
    }
}
