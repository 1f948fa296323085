using System.Reflection;
using System.Text;
using EventGen.EventContracts;
using Microsoft.AspNetCore.Http;

namespace EventGen.AspNetCore.Management;

/// <summary><c>GET /asyncapi.json</c>: the events that the application sends and receives. Thread safe.</summary>
internal sealed class AsyncApiEndpoint(ManagementServer server)
{
    private readonly Lazy<IReadOnlyList<EventManifest>> _events = new(() => Read(server.Bus));

    public async Task GetAsync(HttpContext request)
    {
        Query.AllowOnly(request);
        request.Response.ContentType = "application/json; charset=utf-8";
        await request.Response.WriteAsync(Write(), request.RequestAborted).ConfigureAwait(false);
    }

    private string Write()
    {
        string title = server.Application.Length > 0 ? server.Application : "EventGen";
        string version = Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
        var events = from declared in _events.Value
                     let descriptor = server.Bus.FindTopic(declared.Id)?.Descriptor
                     where descriptor is not null
                     let isSent = descriptor.Publishers.Count > 0
                     let isReceived = server.Bus.Transports.Count > 0 && (descriptor.Handlers.Count > 0 || server.Bus.FindTopic(declared.Id)!.SubscriberCount > 0)
                     where isSent || isReceived
                     select new AsyncApiEvent(declared with { Publishers = descriptor.Publishers }, isSent, isReceived);
        return AsyncApiWriter.Write(new AsyncApiDocument(title, version, [.. events], [.. server.Bus.PublisherServers.Select(static known => new AsyncApiServer(known.Publisher, known.Host, known.Protocol))]));
    }

    private static IReadOnlyList<EventManifest> Read(EventBus bus)
    {
        List<EventManifest> events = [];
        foreach (var module in bus.Modules)
        {
            // A module that is written by hand has none.
            var manifest = module.Manifest;
            if (!manifest.IsEmpty) events.AddRange(ModuleManifestReader.Read(Encoding.UTF8.GetString(manifest)).Events);
        }

        return events;
    }
}
