namespace EventGen.Generators.Pipeline;

/// <summary>The names of the generator's steps, as <c>GeneratorRunResult.TrackedSteps</c> lists them.</summary>
public static class TrackingNames
{
    /// <summary>All that the project declares, as a digest: what is not equal to itself after an edit was more than bodies.</summary>
    public const string Fingerprint = "EventGen.Fingerprint";

    /// <summary>All that is read of the project.</summary>
    public const string Declarations = "EventGen.Declarations";

    /// <summary>What each file declares.</summary>
    public const string Files = "EventGen.Files";

    /// <summary>What is known of the compilation itself.</summary>
    public const string Project = "EventGen.Project";

    /// <summary>The names of what is generated.</summary>
    public const string Names = "EventGen.Names";

    /// <summary>The members of generated classes that are written by hand.</summary>
    public const string WrittenMembers = "EventGen.WrittenMembers";

    /// <summary>The events of referenced assemblies.</summary>
    public const string ReferencedEvents = "EventGen.ReferencedEvents";

    /// <summary>The declared events.</summary>
    public const string Events = "EventGen.Events";

    /// <summary>The handlers that classes declare themselves.</summary>
    public const string Handlers = "EventGen.Handlers";

    /// <summary>The marked methods that take what is in nobody's reach while the generator runs.</summary>
    public const string UnreadHandlers = "EventGen.UnreadHandlers";

    /// <summary>The handlers that classes have from their base classes.</summary>
    public const string InheritedHandlers = "EventGen.InheritedHandlers";

    /// <summary>The project's <c>JsonSerializerContext</c>s.</summary>
    public const string JsonContexts = "EventGen.JsonContexts";

    /// <summary>What each event wants for itself alone.</summary>
    public const string Reservations = "EventGen.Reservations";

    /// <summary>All events: which of them get the names they reserve.</summary>
    public const string EventIndex = "EventGen.EventIndex";

    /// <summary>The declared groups.</summary>
    public const string Groups = "EventGen.Groups";

    /// <summary>Which event is in which group.</summary>
    public const string Memberships = "EventGen.Memberships";

    /// <summary>All groups with the project's events in them.</summary>
    public const string GroupIndex = "EventGen.GroupIndex";

    /// <summary>What each group's file is written from.</summary>
    public const string GroupFiles = "EventGen.GroupFiles";

    /// <summary>All handlers, by event.</summary>
    public const string HandlerIndex = "EventGen.HandlerIndex";

    /// <summary>The accessors of referenced assemblies that the project repeats.</summary>
    public const string Forwards = "EventGen.Forwards";

    /// <summary>What the files of these accessors are written from.</summary>
    public const string ForwardFiles = "EventGen.ForwardFiles";

    /// <summary>All contexts, by listed type.</summary>
    public const string JsonIndex = "EventGen.JsonIndex";

    /// <summary>What the module's members are called.</summary>
    public const string ModuleNames = "EventGen.ModuleNames";

    /// <summary>What each event's file is written from.</summary>
    public const string EventFiles = "EventGen.EventFiles";

    /// <summary>What the files of other assemblies' events are written from.</summary>
    public const string ReferencedEventFiles = "EventGen.ReferencedEventFiles";

    /// <summary>What the files of handler classes are written from.</summary>
    public const string HandlerClassFiles = "EventGen.HandlerClassFiles";

    /// <summary>What the module's file is written from.</summary>
    public const string Module = "EventGen.Module";

    /// <summary>What the project's events are on the wire.</summary>
    public const string Contracts = "EventGen.Contracts";

    /// <summary>What tools read of the project.</summary>
    public const string Manifest = "EventGen.Manifest";

    /// <summary>The steps that a build takes besides, and an editor does not.</summary>
    public static IReadOnlyList<string> OfBuilds { get; } = [Contracts, Manifest];

    /// <summary>All steps that an editor takes. Those of a kind of declaration that a project does not have take no part in its runs.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Fingerprint, Declarations, Files, Project, Names, WrittenMembers, ReferencedEvents, Events, Handlers, InheritedHandlers, JsonContexts, Reservations, EventIndex, HandlerIndex, JsonIndex,
        Groups, Memberships, GroupIndex, ModuleNames, GroupFiles, Forwards, ForwardFiles, EventFiles, ReferencedEventFiles, HandlerClassFiles, Module,
    ];
}
