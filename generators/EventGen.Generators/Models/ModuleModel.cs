namespace EventGen.Generators.Models;

/// <summary>What the module's file is written from.</summary>
/// <param name="Project">The project.</param>
/// <param name="Events">Its events, by id, as a bus sorts them.</param>
/// <param name="HasParts">Whether any event has overloads that take its parts.</param>
/// <param name="HasForwards">Whether accessors of other assemblies are repeated.</param>
/// <param name="ReferencedEvents">The identifiers of handled events of other assemblies, sorted.</param>
/// <param name="Groups">The identifiers of the groups it declares or has events in, sorted.</param>
/// <param name="HasGroupAccessors">Whether any of them has an accessor.</param>
/// <param name="Classes">The identifiers of handler classes, sorted.</param>
/// <param name="CallsObsolete">Whether some of what it calls is obsolete, because it has to name what is.</param>
internal sealed record ModuleModel(
    ProjectModel Project,
    EquatableArray<ModuleEvent> Events,
    bool HasParts,
    bool HasForwards,
    EquatableArray<string> ReferencedEvents,
    EquatableArray<string> Groups,
    bool HasGroupAccessors,
    EquatableArray<string> Classes,
    bool CallsObsolete)
{
    /// <summary>Whether there are accessors of the project's own, which other assemblies may see.</summary>
    public bool HasAccessors => Events.Count > 0 || HasGroupAccessors;

    /// <summary>Whether the class of accessors is named by a global alias.</summary>
    public bool HasAlias => Project.Reach.HasAlias && (HasAccessors || HasForwards);

    public bool HasUsings => HasAlias || HasParts || Project.Reach.Parts.Count > 0;

    /// <summary>
    /// Whether there is anything to hand over. Modules of references alone are: who references this assembly need not see theirs,
    /// as with <c>DisableTransitiveProjectReferences</c>.
    /// </summary>
    public bool IsNeeded => Project.IsSupported && Events.Count + ReferencedEvents.Count + Groups.Count + Classes.Count + Project.References.Modules.Count > 0;
}
