using EventGen.Generators.Pipeline;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators;

/// <summary>Writes the accessors, definitions, dispatchers and module of a project's events.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class EventGenGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var fingerprint = Sources.Fingerprint(context);
        var reading = Sources.Reading(context, fingerprint);
        var project = reading.Select(static (reading, _) => reading.Project).WithTrackingName(TrackingNames.Project);
        var names = project.Select(static (project, _) => project.Names).WithTrackingName(TrackingNames.Names);
        var written = project.Select(static (project, _) => project.Written).WithTrackingName(TrackingNames.WrittenMembers);
        var referenced = project.Select(static (project, _) => project.References.Events).WithTrackingName(TrackingNames.ReferencedEvents);

        var files = Sources.Files(context, reading);
        var events = Sources.Events(files).WithTrackingName(TrackingNames.Events);
        var handlers = Sources.Handlers(files).WithTrackingName(TrackingNames.Handlers);
        var inherited = Sources.InheritedHandlers(files).WithTrackingName(TrackingNames.InheritedHandlers);
        var jsonContexts = Sources.JsonContexts(files).WithTrackingName(TrackingNames.JsonContexts);
        var groups = Sources.Groups(files).WithTrackingName(TrackingNames.Groups);
        var unread = Sources.UnreadHandlers(files).Collect().WithTrackingName(TrackingNames.UnreadHandlers);

        var eventIndex = Aggregations.Index(events, names, written, referenced);
        var handlerIndex = Aggregations.Index(handlers, inherited);
        var jsonIndex = Aggregations.Index(jsonContexts);
        var groupIndex = Aggregations.Index(groups, events, eventIndex);
        var forwards = Aggregations.Forwards(project, eventIndex, groupIndex);

        var moduleNames = Aggregations.Names(eventIndex, groupIndex, handlerIndex);

        var eventFiles = Aggregations.EventFiles(events, eventIndex, handlerIndex, jsonIndex, moduleNames);
        Outputs.Events(context, eventFiles, names);
        Outputs.Groups(context, groupIndex, moduleNames, names);
        Outputs.Forwards(context, forwards, handlerIndex, names);
        Outputs.Handlers(context, handlers, handlerIndex, forwards, moduleNames, names);
        Outputs.Handlers(context, inherited, handlerIndex, forwards, moduleNames, names);
        Outputs.UnreadHandlers(context, unread);
        Outputs.Failures(context, Sources.Failures(files));
        var module = Aggregations.Module(project, eventIndex, groupIndex, handlerIndex, forwards, moduleNames);
        Outputs.Module(context, module, Sources.KeepsManifest(context));
        Outputs.Manifest(context, module, Aggregations.Manifest(project, eventFiles, handlerIndex, groups, Sources.Contracts(context, fingerprint)));
    }
}
