# A program on a generated client; `tests/newcomer/sdk.test.ts` puts it beside the client and runs it.
import json
import sys

from pet_store_client import ApiError, Credentials, PetStoreClient

endpoint, api_key = sys.argv[1:]
client = PetStoreClient(endpoint, api_key=api_key, credentials=Credentials("test", "test"))
stranger = PetStoreClient(endpoint, api_key=api_key, credentials=Credentials("test", "no"))
rex = {"type": "dog", "name": "Rex", "price": 9.5}


def refusal_of(call):
    try:
        call()
    except ApiError as error:
        return [error.status, error.body]
    raise AssertionError("the call was answered")


answers = {
    "rootGet": client.root_get().body,
    "listPets": client.list_pets().body,
    "createPet": client.create_pet(body=rex).body,
    "getPet": client.get_pet(pet_id=1).body["name"],
    "getCatalog": client.get_catalog(type=["cat"]).body,
    "createQuote": client.create_quote(body={"petId": 1, "quantity": 2}).body,
    "signedWithKey": client.signed_with_key(
        http_method="put", proxy="a b/ü*'()", q=["2", "1", "&="], q_a="x", x_trace="t", body=rex
    ).body,
    "refused": refusal_of(lambda: client.create_pet(body={**rex, "name": ""})),
    "unsigned": refusal_of(lambda: stranger.signed_with_key(http_method="GET", proxy="a"))[0],
}
methods = [name for name in vars(PetStoreClient) if not name.startswith("_")]
print(json.dumps({"answers": answers, "methods": methods}))
