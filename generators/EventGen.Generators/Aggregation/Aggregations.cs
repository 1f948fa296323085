using EventGen.Generators.Models;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Aggregation;

/// <summary>
/// Brings together what stands in different places, in slices: each file depends on its own event and on nothing of the others.
/// </summary>
internal static class Aggregations
{
    public static IncrementalValueProvider<EventIndex> Index(
        IncrementalValuesProvider<EventModel> events,
        IncrementalValueProvider<GeneratedNames> names,
        IncrementalValueProvider<EquatableArray<ReferencedEventModel>> referenced) =>
        events.Select(static (model, _) => EventIndex.Reserve(model)).WithTrackingName(TrackingNames.Reservations).Collect()
            .Combine(names).Combine(referenced)
            .Select(static (all, _) => new EventIndex(all.Left.Left, all.Left.Right, all.Right))
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

    public static IncrementalValueProvider<JsonIndex> Index(IncrementalValuesProvider<JsonContextModel> contexts) =>
        contexts.Collect().Select(static (contexts, _) => new JsonIndex(contexts)).WithTrackingName(TrackingNames.JsonIndex);

    public static IncrementalValuesProvider<EventFile> EventFiles(
        IncrementalValuesProvider<EventModel> events,
        IncrementalValueProvider<EventIndex> eventIndex,
        IncrementalValueProvider<HandlerIndex> handlerIndex,
        IncrementalValueProvider<JsonIndex> jsonIndex) =>
        events.Combine(eventIndex).Combine(handlerIndex.Combine(jsonIndex))
            .Select(static (pair, _) =>
            {
                var ((model, index), (handlers, json)) = pair;
                return index.HintOf(model) is { } hint
                    ? new EventFile(model, hint, json.ContextOf(model.Type), handlers.Of(model.Type))
                    : null;
            })
            .Where(static file => file is not null).Select(static (file, _) => file!)
            .WithTrackingName(TrackingNames.EventFiles);

    public static IncrementalValueProvider<ModuleModel> Module(
        IncrementalValueProvider<ProjectModel> project,
        IncrementalValueProvider<EventIndex> eventIndex,
        IncrementalValueProvider<GroupIndex> groupIndex,
        IncrementalValueProvider<HandlerIndex> handlerIndex) =>
        project.Combine(eventIndex).Combine(groupIndex.Combine(handlerIndex))
            .Select(static (all, _) =>
            {
                var ((project, events), (groups, handlers)) = all;
                var accepted = events.Accepted.ToList();
                return new ModuleModel(
                    project,
                    accepted.Select(static claim => claim.Accessor).ToEquatableArray(),
                    accepted.Exists(static claim => claim.HasParts),
                    handlers.ReferencedEvents.ToEquatableArray(),
                    groups.Files.Select(static file => file.Identifier).ToEquatableArray(),
                    groups.Files.Any(static file => file.HasAccessor),
                    handlers.Classes.ToEquatableArray(),
                    handlers.CallsObsolete || groups.CallsObsolete
                        || accepted.Exists(claim => claim.NeedsObsoleteContext || handlers.NeedsObsoleteContext(claim.FullName)));
            })
            .WithTrackingName(TrackingNames.Module);
}
