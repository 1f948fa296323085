using System.Globalization;
using EventGen.EventContracts;
using EventGen.Generators.Models;

namespace EventGen.Generators.Emission;

/// <summary>Writes the manifest as JSON, one event or handler a line.</summary>
internal static class ManifestText
{
    public static string Write(ManifestModel manifest)
    {
        var contracts = manifest.Contracts.Contracts.ToDictionary(static contract => contract.Type, StringComparer.Ordinal);
        string[] events = [.. manifest.Events.OrderBy(static model => model.Id, StringComparer.Ordinal).Select(model => Write(model, contracts.TryGetValue(model.Type.Global, out var contract) ? contract : null))];
        string[] handlers = [.. manifest.Handlers.OrderBy(static handler => handler.Event.FullName, StringComparer.Ordinal).ThenBy(static handler => handler.Order).Select(Write)];
        string[] groups = [.. manifest.Groups.OrderBy(static group => group.Id, StringComparer.Ordinal).Select(Write)];
        return $"{{\"format\":1,\"assembly\":{JsonText.Quote(manifest.Assembly)},\"promise\":{manifest.Contracts.Promise.ToString(CultureInfo.InvariantCulture)},\n"
            + $"\"events\":[\n{string.Join(",\n", events)}\n],\n\"handlers\":[\n{string.Join(",\n", handlers)}\n],\n\"groups\":[\n{string.Join(",\n", groups)}\n]}}";
    }

    private static string Write(EventModel model, ContractModel? contract)
    {
        var json = new IndentedJson(isIndented: false);
        json.Open(null);
        json.Write("id", JsonText.Quote(model.Id));
        json.Write("type", JsonText.Quote(model.Type.FullName));
        json.Write("version", model.Version.ToString(CultureInfo.InvariantCulture));
        if (model.Description.Length > 0) json.Write("description", JsonText.Quote(model.Description));
        if (model.Key is { } key) json.Write("key", JsonText.Quote(key.Member));
        if (model.IsDurable) json.Write("durable", "true");
        WriteNames("publishers", model.Publishers, json);
        WriteNames("groups", model.Groups.Select(static membership => membership.Group.FullName), json);
        WriteNames("triggers", model.Triggers.Select(Describe), json);
        if (contract is not null)
        {
            if (contract.IsKept) json.Write("kept", "true");
            json.Write("contract", contract.Contract);
            json.Write("texts", contract.Texts);
            json.Write("examples", contract.Examples);
        }

        json.Close();
        return json.ToString();
    }

    private static string Write(HandlerModel handler)
    {
        var json = new IndentedJson(isIndented: false);
        json.Open(null);
        json.Write("event", JsonText.Quote(handler.Event.FullName));
        json.Write("name", JsonText.Quote(handler.Name));
        if (handler.Name != handler.FullName) json.Write("method", JsonText.Quote(handler.FullName));
        if (handler.Order != 0) json.Write("order", handler.Order.ToString(CultureInfo.InvariantCulture));
        if (handler.IsAsynchronous) json.Write("asynchronous", "true");
        json.Close();
        return json.ToString();
    }

    private static string Write(GroupModel group)
    {
        var json = new IndentedJson(isIndented: false);
        json.Open(null);
        json.Write("id", JsonText.Quote(group.Id));
        json.Write("type", JsonText.Quote(group.Type.FullName));
        if (group.Description.Length > 0) json.Write("description", JsonText.Quote(group.Description));
        json.Close();
        return json.ToString();
    }

    private static void WriteNames(string name, IEnumerable<string> names, IndentedJson json)
    {
        string[] all = [.. names];
        if (all.Length > 0) json.Write(name, $"[{string.Join(",", all.Select(JsonText.Quote))}]");
    }

    private static string Describe(TriggerModel trigger)
    {
        var kinds = new List<string>();
        if ((trigger.On & TriggerModel.Added) != 0) kinds.Add("added");
        if ((trigger.On & TriggerModel.Modified) != 0) kinds.Add("modified");
        if ((trigger.On & TriggerModel.Deleted) != 0) kinds.Add("deleted");
        string entity = trigger.Entity.Substring(trigger.Entity.LastIndexOf(':') + 1).Replace("@", "");
        return $"{entity} {string.Join(", ", kinds)}{(trigger.Condition is { } condition ? $" when {condition}" : "")}";
    }
}
