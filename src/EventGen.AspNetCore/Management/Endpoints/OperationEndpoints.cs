using Microsoft.AspNetCore.Http;

namespace EventGen.AspNetCore.Management;

/// <summary><c>/operations/{id}</c>: how far one is, and its end.</summary>
internal sealed class OperationEndpoints(ManagementServer server)
{
    public Task GetAsync(HttpContext request)
    {
        Query.AllowOnly(request);
        return Answer.JsonAsync(request, Find(request).ToModel(server.Bus), ManagementJson.Default.OperationModel);
    }

    public Task CancelAsync(HttpContext request)
    {
        Query.AllowOnly(request);
        var operation = Find(request);
        if (operation.HasEnded) throw ProblemException.Conflict("The operation has ended.");
        operation.Cancel();
        server.Gate.Audit(request, "cancels", $"operation {operation.Id}");
        return Answer.JsonAsync(request, operation.ToModel(server.Bus), ManagementJson.Default.OperationModel, StatusCodes.Status202Accepted);
    }

    private Operation Find(HttpContext request) => server.Operations.Find(Query.Id(request))
        ?? throw ProblemException.NotFound("There is no such operation here: another instance has it, or it ended long ago.");
}
