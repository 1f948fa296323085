using EventGen.Generators.Aggregation;
using EventGen.Generators.Emission;
using EventGen.Generators.Models;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Pipeline;

/// <summary>
/// Brings together what stands in different places, in slices: each file depends on its own event and on nothing of the others.
/// </summary>
internal static class Aggregations
{
    public static IncrementalValueProvider<EventIndex> Index(
        IncrementalValuesProvider<EventModel> events,
        IncrementalValueProvider<GeneratedNames> names,
        IncrementalValueProvider<WrittenMembersModel> written,
        IncrementalValueProvider<EquatableArray<ReferencedEventModel>> referenced) =>
        events.Select(static (model, _) => EventIndex.Reserve(model)).WithTrackingName(TrackingNames.Reservations).Collect()
            .Combine(names).Combine(written.Combine(referenced))
            .Select(static (all, _) => new EventIndex(all.Left.Left, all.Left.Right, all.Right.Left, all.Right.Right))
            .WithTrackingName(TrackingNames.EventIndex);

    public static IncrementalValueProvider<HandlerIndex> Index(
        IncrementalValuesProvider<HandlerModel> declared, IncrementalValuesProvider<HandlerModel> inherited) =>
        declared.Collect().Combine(inherited.Collect())
            .Select(static (pair, _) => new HandlerIndex(pair.Left.Concat(pair.Right)))
            .WithTrackingName(TrackingNames.HandlerIndex);

    public static IncrementalValueProvider<GroupIndex> Index(
        IncrementalValuesProvider<GroupModel> declared, IncrementalValuesProvider<EventModel> events, IncrementalValueProvider<EventIndex> eventIndex) =>
        declared.Collect()
            .Combine(events.SelectMany(static (model, _) => model.Groups).WithTrackingName(TrackingNames.Memberships).Collect())
            .Combine(eventIndex)
            .Select(static (all, _) => new GroupIndex(all.Left.Left, all.Left.Right, all.Right))
            .WithTrackingName(TrackingNames.GroupIndex);

    public static IncrementalValueProvider<ForwardIndex> Forwards(
        IncrementalValueProvider<ProjectModel> project, IncrementalValueProvider<EventIndex> events, IncrementalValueProvider<GroupIndex> groups) =>
        project.Combine(events.Combine(groups))
            .Select(static (all, _) => new ForwardIndex(all.Left, all.Right.Left, all.Right.Right))
            .WithTrackingName(TrackingNames.Forwards);

    public static IncrementalValueProvider<JsonIndex> Index(IncrementalValuesProvider<JsonContextModel> contexts) =>
        contexts.Collect().Select(static (contexts, _) => new JsonIndex(contexts)).WithTrackingName(TrackingNames.JsonIndex);

    /// <summary>What the module's members are called.</summary>
    public static IncrementalValueProvider<ModuleNames> Names(
        IncrementalValueProvider<EventIndex> events, IncrementalValueProvider<GroupIndex> groups, IncrementalValueProvider<HandlerIndex> handlers) =>
        events.Combine(groups).Combine(handlers)
            .Select(static (all, _) => new ModuleNames(all.Left.Left, all.Left.Right, all.Right))
            .WithTrackingName(TrackingNames.ModuleNames);

    public static IncrementalValuesProvider<EventFile> EventFiles(
        IncrementalValuesProvider<EventModel> events,
        IncrementalValueProvider<EventIndex> eventIndex,
        IncrementalValueProvider<HandlerIndex> handlerIndex,
        IncrementalValueProvider<JsonIndex> jsonIndex,
        IncrementalValueProvider<ModuleNames> moduleNames) =>
        events.Combine(eventIndex).Combine(handlerIndex.Combine(jsonIndex).Combine(moduleNames))
            .Select(static (pair, _) =>
            {
                var ((model, index), ((handlers, json), names)) = pair;
                return index.HintOf(model) is { } hint
                    ? new EventFile(model, names.OfEvent(model.Accessor), hint, json.ContextOf(model.Type), json.Listed(model.Upgrades), handlers.Of(model.Type, names))
                    : null;
            })
            .Where(static file => file is not null).Select(static (file, _) => file!)
            .WithTrackingName(TrackingNames.EventFiles);

    /// <summary>The manifest as JSON: a text, so that an edit that leaves it equal ends here.</summary>
    public static IncrementalValueProvider<string> Manifest(
        IncrementalValueProvider<ProjectModel> project,
        IncrementalValuesProvider<EventFile> events,
        IncrementalValueProvider<HandlerIndex> handlers,
        IncrementalValuesProvider<GroupModel> groups,
        IncrementalValueProvider<ContractsModel> contracts) =>
        project.Combine(events.Collect()).Combine(handlers.Combine(groups.Collect())).Combine(contracts)
            .Select(static (all, _) =>
            {
                var (((project, events), (handlers, groups)), contracts) = all;
                return ManifestText.Write(new ManifestModel(
                    project.AssemblyName, events.Select(static file => file.Event).ToEquatableArray(), handlers.All, groups.ToEquatableArray(), contracts));
            })
            .WithTrackingName(TrackingNames.Manifest);

    public static IncrementalValueProvider<ModuleModel> Module(
        IncrementalValueProvider<ProjectModel> project,
        IncrementalValueProvider<EventIndex> eventIndex,
        IncrementalValueProvider<GroupIndex> groupIndex,
        IncrementalValueProvider<HandlerIndex> handlerIndex,
        IncrementalValueProvider<ForwardIndex> forwards,
        IncrementalValueProvider<ModuleNames> moduleNames) =>
        project.Combine(eventIndex).Combine(groupIndex.Combine(handlerIndex)).Combine(forwards.Combine(moduleNames))
            .Select(static (pair, _) =>
            {
                var (all, (forwards, names)) = pair;
                var ((project, events), (groups, handlers)) = all;
                var accepted = events.Accepted.ToList();
                return new ModuleModel(
                    project,
                    accepted.OrderBy(static reservation => reservation.Id, StringComparer.Ordinal)
                        .Select(reservation => new ModuleEvent(
                            names.OfEvent(reservation.Accessor),
                            reservation.IsPlain && !handlers.Handles(reservation.Type) ? new EventDeclaration(reservation.Id, reservation.Type) : null))
                        .ToEquatableArray(),
                    accepted.Exists(static reservation => reservation.HasParts),
                    !forwards.IsEmpty,
                    handlers.ReferencedEvents.Select(names.OfReferencedEvent).ToEquatableArray(),
                    groups.Files.Select(file => names.OfGroup(file.Type)).ToEquatableArray(),
                    groups.Files.Any(static file => file.HasAccessor),
                    handlers.Classes.Select(names.OfClass).ToEquatableArray(),
                    handlers.CallsObsolete || groups.CallsObsolete
                        || accepted.Exists(reservation => reservation.NeedsObsoleteContext || handlers.NeedsObsoleteContext(reservation.Type)));
            })
            .WithTrackingName(TrackingNames.Module);
}
